import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';

/** One outbound call as the carrier saw it. Moments are wall epoch ms; null means it never happened. */
export interface TruthCall {
  readonly callSid: string;
  readonly to: string;
  /** When the carrier took the order. */
  createdAtMs: number;
  /** When the call left the carrier's queue for the telephone network; a busy line is reached too, but does not ring. */
  dialedAtMs: number | null;
  /** When a phone began to ring. */
  rangAtMs: number | null;
  answeredAtMs: number | null;
  endedAtMs: number | null;
  endStatus: string | null;
}

/** A line of the truth file, as far as the checker reads it (emulator/README.md). */
interface TruthLine {
  readonly at: number;
  readonly event: string;
  readonly callSid?: string;
  readonly to?: string;
  readonly direction?: string;
  readonly [detail: string]: unknown;
}

/**
 * The outbound calls of a truth file, in the order in which the carrier took them. A line torn by the death of the
 * emulator is passed over; a file without a single readable line is an error, for nothing may be judged on nothing.
 */
export async function readTruth(path: string): Promise<TruthCall[]> {
  const calls = new Map<string, TruthCall>();
  let readable = 0;
  for await (const text of createInterface({
    input: createReadStream(path),
    crlfDelay: Number.POSITIVE_INFINITY,
  })) {
    const line = parseLine(text);
    if (!line) continue;
    readable += 1;
    applyLine(calls, line);
  }
  if (readable === 0) throw new Error(`${path} is not a truth file`);
  return [...calls.values()];
}

function parseLine(text: string): TruthLine | null {
  try {
    return JSON.parse(text) as TruthLine;
  } catch {
    return null;
  }
}

/** Takes one line into the picture of its call. */
export function applyLine(calls: Map<string, TruthCall>, line: TruthLine): void {
  if (line.event === 'queued') {
    if (line.direction === 'outbound-api') openCall(calls, line);
    return;
  }
  const call = calls.get(line.callSid ?? '');
  if (!call) return;
  if (line.event === 'dial') call.dialedAtMs ??= line.at;
  if (line.event === 'ring') call.rangAtMs ??= line.at;
  if (line.event === 'answer') call.answeredAtMs ??= line.at;
  if (line.event === 'end') {
    call.endedAtMs ??= line.at;
    call.endStatus = String(line.status);
  }
}

function openCall(calls: Map<string, TruthCall>, { callSid, to, at }: TruthLine): void {
  if (!callSid || !to) throw new Error('a created call without sid or number in the truth file');
  calls.set(callSid, {
    callSid,
    to,
    createdAtMs: at,
    dialedAtMs: null,
    rangAtMs: null,
    answeredAtMs: null,
    endedAtMs: null,
    endStatus: null,
  });
}
