import type { Endpoint } from '../../../api/endpoint.ts';

/** Ids of requests that were answered with success, by the operation that may change something. */
export type DoneRequests = Map<string, Set<string>>;

/** The same endpoints; those that may change something note which requests they answered with success. */
export function noteDone(endpoints: readonly Endpoint[], done: DoneRequests): Endpoint[] {
  return endpoints.map((endpoint) => {
    if (endpoint.method === 'get') return endpoint;
    const requestIds = new Set<string>();
    done.set(endpoint.id, requestIds);
    return {
      ...endpoint,
      handle: async (context: never) => {
        const reply = await endpoint.handle(context);
        if (reply.status < 300) requestIds.add((context as { requestId: string }).requestId);
        return reply;
      },
    };
  });
}
