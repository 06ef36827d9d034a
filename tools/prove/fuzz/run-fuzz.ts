import { setTimeout as delay } from 'node:timers/promises';
import { createRandom, deriveSeed } from '../random.ts';
import { type CheckAnswer, createAnswerCheck } from './check-answer.ts';
import { type FuzzKnowledge, type FuzzRequest, fuzzRequest } from './fuzz-request.ts';
import type { OpenApiDocument, Operation } from './open-api.ts';

/** An answer longer than this is a fault, unless told otherwise. */
const SLOWEST_MS = 2_000;
const GIVE_UP_MS = 20_000;
/** Requests after which the fuzzer looks again what there is: earlier ones end sessions and delete rows. */
const KNOWN_FOR = 6;

/** Where the fuzzer sends its requests, and what it may know. */
export interface FuzzTarget {
  readonly baseUrl: string;
  readonly document: OpenApiDocument;
  readonly known: (operation: Operation) => Promise<FuzzKnowledge>;
  /** Whether parts of the system are away, so that an operation may answer a 503 that it declares. */
  readonly mayBeAway: boolean;
  /** Where the machine is shared with others, longer than two seconds. */
  readonly slowestMs?: number;
}

/** What came of the requests to one operation: how often each status was answered, and what was wrong. */
export interface FuzzReport {
  readonly statuses: Readonly<Record<number, number>>;
  readonly slowestMs: number;
  readonly faults: readonly FuzzFault[];
}

/** What an answer had wrong with it, with all that is needed to send the request again. */
export interface FuzzFault {
  readonly operation: string;
  readonly why: string;
  readonly request: FuzzRequest;
}

/**
 * Sends `count` requests to one operation and judges every answer: as its document says, nothing of 5xx, no slower than
 * two seconds. The requests follow from `seed`, the operation's id and what is known.
 */
export async function fuzzOperation(
  target: FuzzTarget,
  operation: Operation,
  { seed, count }: { seed: number; count: number },
): Promise<FuzzReport> {
  const random = createRandom(deriveSeed(seed, hash(operation.id)));
  const check = checkOf(target.document);
  const faults: FuzzFault[] = [];
  const statuses: Record<number, number> = {};
  let slowestMs = 0;
  let known: FuzzKnowledge | undefined;
  for (let done = 0; done < count; done += 1) {
    if (!known || done % KNOWN_FOR === 0) known = await target.known(operation);
    const request = fuzzRequest(operation, target.document, random, known);
    const { status, tookMs, why } = await judge(target, operation, request, check);
    statuses[status] = (statuses[status] ?? 0) + 1;
    slowestMs = Math.max(slowestMs, tookMs);
    if (why !== null) faults.push({ operation: operation.id, why, request });
  }
  return { statuses, slowestMs, faults };
}

const checks = new WeakMap<OpenApiDocument, CheckAnswer>();

function checkOf(document: OpenApiDocument): CheckAnswer {
  const check = checks.get(document) ?? createAnswerCheck(document);
  checks.set(document, check);
  return check;
}

async function judge(
  { baseUrl, mayBeAway, slowestMs = SLOWEST_MS }: FuzzTarget,
  operation: Operation,
  request: FuzzRequest,
  check: CheckAnswer,
): Promise<{ status: number; tookMs: number; why: string | null }> {
  const startedMs = performance.now();
  const { method, path, headers, body } = request;
  const answer = await fetch(baseUrl + path, {
    method,
    headers,
    redirect: 'manual',
    signal: AbortSignal.timeout(GIVE_UP_MS),
    ...(body !== undefined && method !== 'GET' && { body }),
  });
  const mediaType = (answer.headers.get('content-type') ?? '').split(';', 1)[0] ?? '';
  // A live stream never ends by itself: its head is enough.
  const isStream = mediaType === 'text/event-stream';
  const text = isStream ? '' : await answer.text();
  if (isStream) await answer.body?.cancel();
  const tookMs = performance.now() - startedMs;
  const { status } = answer;
  if (status === 429) await delay(20);
  const isAllowedToBeAway = mayBeAway && status === 503;
  let why = check(operation, { status, mediaType, text });
  if (status >= 500 && !isAllowedToBeAway) why = `status ${status}`;
  if (tookMs > slowestMs) why = `took ${Math.round(tookMs)} ms`;
  return { status, tookMs, why: why && `${why}: ${text.slice(0, 300)}` };
}

/** A small stable number of a text. */
function hash(text: string): number {
  let sum = 7;
  for (const char of text) sum = Math.imul(sum, 31) + (char.codePointAt(0) ?? 0);
  return sum >>> 0;
}
