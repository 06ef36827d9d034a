import type { Carrier } from '../carrier.ts';
import type { ApiAnswer, ApiRequest } from './api.ts';
import { ApiError } from './api-error.ts';

const EXECUTED: readonly string[] = ['500-executed', 'timeout-executed', 'reset-after', 'slow-9s'];

/**
 * Answers a request well, or in the way a fault rule with a matching `path` says, before or after carrying it out.
 * Creating a call has faults of its own. Throws ApiError.
 */
export async function sufferOr(
  carrier: Carrier,
  request: Omit<ApiRequest, 'params'>,
  answer: () => Promise<ApiAnswer>,
): Promise<ApiAnswer> {
  const path = `${request.method} ${request.path.slice(carrier.accountPath.length).replace(/\.json$/, '') || '/'}`;
  const isConcerned = carrier.faults.plan().rules.some((rule) => rule.path !== undefined);
  if (!isConcerned || path === 'POST /Calls') return answer();
  const { create: fault, code } = carrier.faults.decideRequest({
    path,
    nthToPath: carrier.counters.next(`request ${path}`),
    sinceStartMs: carrier.clock.wallMs() - carrier.startedAtMs,
  });
  if (fault === undefined) return answer();
  const isExecuted = EXECUTED.includes(fault);
  carrier.counters.count(`fault ${fault}`);
  carrier.truth.write('fault', { request: path, fault, executed: isExecuted });
  const { hangMs, slowMs } = carrier.faults.timing();
  const answered = isExecuted ? await answer() : undefined;
  if (fault.startsWith('reset')) return { kind: 'reset' };
  if (fault.startsWith('timeout')) return { kind: 'silence', wallMs: hangMs };
  if (fault === '429') throw new ApiError(20429);
  if (fault.startsWith('500')) throw new ApiError(20500);
  if (!answered) throw new ApiError(code ?? 20001);
  await new Promise<void>((done) => void carrier.clock.afterWall(slowMs, done));
  return answered;
}
