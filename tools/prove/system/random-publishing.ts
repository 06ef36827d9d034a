import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { ApiClient } from '../../demo/api-client.ts';
import { markedFlow } from '../flows/marked-flow.ts';
import type { Random } from '../random.ts';

const FIRST_MARK = 1;
const PAGE = 200;

interface Version {
  readonly versionId: string;
  readonly version: number;
}

/** A flow that somebody publishes and rolls back again and again, at random. */
export interface RandomPublishing {
  /** The mark of every version published so far, by its id. */
  readonly markOf: ReadonlyMap<string, number>;
  /** How often the live version changed, publishings and rollbacks. */
  changes(): number;
  /** Ends it; throws what went wrong. */
  stop(): Promise<void>;
}

/** Publishes new versions of a flow, its first being of mark 1, or makes an earlier one live, every `everyMs` or so. */
export async function publishAtRandom(
  api: ApiClient,
  flowId: string,
  random: Random,
  everyMs: number,
): Promise<RandomPublishing> {
  const [first] = await versionsOf<Version & { id: string }>(api, flowId);
  if (!first) throw new Error('the flow has no version');
  const markOf = new Map<string, number>([[first.id, FIRST_MARK]]);
  let changes = 0;
  const stopping = new AbortController();
  const run = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      await delay(everyMs * (0.2 + 1.6 * random.next()));
      const published = markOf.size;
      if (published > 3 && random.chance(0.35)) await rollBack(api, flowId, 1 + random.below(published));
      else await publish(api, flowId, published + FIRST_MARK, random, markOf);
      changes += 1;
    }
  };
  const running = run();
  // Told at `stop`; until then nobody waits for it.
  running.catch(() => {});
  return {
    markOf,
    changes: () => changes,
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
}

async function rollBack(api: ApiClient, flowId: string, version: number): Promise<void> {
  await api.post(`/api/v1/ivr/flows/${flowId}/rollback`, { version });
}

async function publish(
  api: ApiClient,
  flowId: string,
  mark: number,
  random: Random,
  markOf: Map<string, number>,
): Promise<void> {
  const address = `/api/v1/ivr/flows/${flowId}`;
  await api.put(address, { document: markedFlow(mark, random) });
  const { id } = await api.post<{ id: string }>(`${address}/publish`, {}, randomUUID());
  markOf.set(id, mark);
}

/** Calls in progress on each version as the API lists them, by the version's id; versions without calls left out. */
export async function liveCallsByVersion(api: ApiClient, flowId: string): Promise<Map<string, number>> {
  const versions = await versionsOf<{ id: string; liveCalls: number }>(api, flowId);
  return new Map(versions.flatMap(({ id, liveCalls }) => (liveCalls > 0 ? [[id, liveCalls]] : [])));
}

/** The published versions of a flow as the API lists them, newest first. */
export async function versionsOf<T>(api: ApiClient, flowId: string): Promise<T[]> {
  const versions: T[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const query = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const address = `/api/v1/ivr/flows/${flowId}/versions?limit=${PAGE}${query}`;
    const page: { data: T[]; nextCursor: string | null } = await api.get(address);
    versions.push(...page.data);
    cursor = page.nextCursor;
  }
  return versions;
}
