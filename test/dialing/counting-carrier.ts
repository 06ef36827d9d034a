import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type {
  CarrierPort,
  CarrierRegistry,
  CreateCallRequest,
  CreateCallResult,
} from '../../domain/call/carrier.port.ts';

/** A carrier in memory that counts create requests; each is accepted unless `answer` says otherwise. */
export interface CountingCarrier extends CarrierRegistry {
  posts: CreateCallRequest[];
}

/** Makes one; `answer` gives the result of the n-th request, from 1, after `answerMs`. */
export function countingCarrier(answer?: (nth: number) => CreateCallResult, answerMs = 0): CountingCarrier {
  const posts: CreateCallRequest[] = [];
  const port: CarrierPort = {
    async createCall(request) {
      posts.push(request);
      const nth = posts.length;
      await sleep(answerMs);
      if (answer) return answer(nth);
      return { kind: 'accepted', callId: `CA${randomUUID().replaceAll('-', '')}`, queueTimeMs: 0 };
    },
    fetchCall: async () => ({ kind: 'not_found' }),
    listCalls: async () => ({ kind: 'listed', calls: [] }),
    endCall: async () => ({ kind: 'updated' }),
    redirectCall: async () => ({ kind: 'updated' }),
  };
  return { posts, forAccount: () => port };
}
