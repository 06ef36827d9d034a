import { setTimeout as delay } from 'node:timers/promises';
import { declaredStatuses } from '../../../api/declared-errors.ts';
import type { Endpoint } from '../../../api/endpoint.ts';
import { problemSchema } from '../../../contracts/problem.schema.ts';
import { createRandom, deriveSeed } from '../random.ts';
import { type FuzzKnowledge, type FuzzRequest, fuzzRequest } from './fuzz-request.ts';

/** An answer longer than this is a fault. */
const SLOWEST_MS = 2_000;
/** What the router or the limiter may answer to any operation without its declaring it. */
const ALWAYS_ALLOWED = [404, 429];

/** Where the fuzzer sends its requests, and what it may know. */
export interface FuzzTarget {
  readonly baseUrl: string;
  /** Read anew for each operation, since an earlier one may have ended a session or deleted a row. */
  readonly known: () => Promise<FuzzKnowledge>;
}

/** What came of the requests to one operation: how often each status was answered, and what was wrong. */
export interface FuzzReport {
  readonly statuses: Readonly<Record<number, number>>;
  readonly faults: readonly FuzzFault[];
}

/** What an answer had wrong with it, with all that is needed to send the request again. */
export interface FuzzFault {
  readonly operation: string;
  readonly why: string;
  readonly request: FuzzRequest;
}

/**
 * Sends `count` requests to one operation and judges every answer: a declared status (only a probe declares one of
 * 5xx), a problem that is one, no slower than two seconds. The requests follow from `seed` and the operation's id alone.
 */
export async function fuzzOperation(
  target: FuzzTarget,
  endpoint: Endpoint,
  { seed, count }: { seed: number; count: number },
): Promise<FuzzReport> {
  const random = createRandom(deriveSeed(seed, hash(endpoint.id)));
  const declared = new Set([...declaredStatuses(endpoint), ...ALWAYS_ALLOWED]);
  const known = await target.known();
  const faults: FuzzFault[] = [];
  const statuses: Record<number, number> = {};
  for (let done = 0; done < count; done += 1) {
    const request = fuzzRequest(endpoint, random, known);
    const { status, why } = await judge(target.baseUrl, request, declared);
    statuses[status] = (statuses[status] ?? 0) + 1;
    if (why !== null) faults.push({ operation: endpoint.id, why, request });
  }
  return { statuses, faults };
}

async function judge(
  baseUrl: string,
  request: FuzzRequest,
  declared: ReadonlySet<number>,
): Promise<{ status: number; why: string | null }> {
  const startedMs = performance.now();
  const { method, path, headers, body } = request;
  const answer = await fetch(baseUrl + path, {
    method,
    headers,
    redirect: 'manual',
    signal: AbortSignal.timeout(10 * SLOWEST_MS),
    ...(body !== undefined && method !== 'GET' && { body }),
  });
  const text = answer.headers.get('content-type')?.startsWith('text/event-stream')
    ? await firstPart(answer)
    : await answer.text();
  const tookMs = performance.now() - startedMs;
  if (answer.status === 429) await delay(20);
  return { status: answer.status, why: fault(answer, text, tookMs, declared) };
}

/** A live stream never ends by itself: its head is enough. */
async function firstPart(answer: Response): Promise<string> {
  await answer.body?.cancel();
  return '';
}

function fault(answer: Response, text: string, tookMs: number, declared: ReadonlySet<number>): string | null {
  const { status } = answer;
  if (!declared.has(status)) return `status ${status} is not declared: ${text.slice(0, 300)}`;
  if (tookMs > SLOWEST_MS) return `took ${Math.round(tookMs)} ms`;
  if (status < 400) return null;
  const problem = problemSchema.safeParse(parse(text));
  return problem.success ? null : `status ${status} without a problem document: ${text.slice(0, 300)}`;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A small stable number of a text. */
function hash(text: string): number {
  let sum = 7;
  for (const char of text) sum = Math.imul(sum, 31) + (char.codePointAt(0) ?? 0);
  return sum >>> 0;
}
