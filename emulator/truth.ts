import { closeSync, fstatSync, mkdirSync, openSync, readSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Clock } from './clock.ts';

/** One thing that really happened. `seq` counts from 1 without gaps, `at` is wall epoch ms, `peopleMs` people's time. */
export interface TruthEvent {
  readonly seq: number;
  readonly at: number;
  readonly peopleMs: number;
  readonly event: string;
  readonly callSid?: string;
  readonly to?: string;
  readonly from?: string;
  readonly direction?: string;
  readonly [detail: string]: unknown;
}

/** What the caller of `write` adds; absent details are left out of the line. */
export type TruthDetail = Readonly<Record<string, unknown>>;

/** The append-only record against which tests judge. */
export interface TruthLog {
  readonly path: string;
  /** Appends one event and hands it to the operating system before returning its seq. */
  write(event: string, detail: TruthDetail): number;
  /** At most `limit` events with seq > `afterSeq`, in order. */
  read(afterSeq: number, limit: number): TruthEvent[];
  lastSeq(): number;
  close(): void;
}

const INDEX_EVERY = 500;
const CHUNK_BYTES = 256 * 1024;

interface Mark {
  readonly seq: number;
  readonly offset: number;
}

/**
 * Opens the truth file for appending, creating it and its folder; `onOld` sees each event an earlier process left, so
 * that a restart continues its counts. A torn last line is cut off from the new ones by a newline and skipped.
 */
export function openTruthLog(path: string, clock: Clock, onOld: (event: TruthEvent) => void): TruthLog {
  mkdirSync(dirname(path), { recursive: true });
  const fd = openSync(path, 'a+');
  const marks: Mark[] = [];
  let seq = 0;
  let size = 0;
  // A webhook may come home after the close; there is nobody left to read of it.
  let isClosed = false;
  for (const { event, offset } of linesFrom(fd, 0)) {
    if (event.seq % INDEX_EVERY === 1) marks.push({ seq: event.seq, offset });
    seq = event.seq;
    onOld(event);
  }
  size = fstatSync(fd).size;
  if (size > 0 && lastByte(fd, size) !== 0x0a) size += writeSync(fd, '\n');
  return {
    path,
    write: (event, detail) => {
      if (isClosed) return seq;
      seq += 1;
      if (seq % INDEX_EVERY === 1) marks.push({ seq, offset: size });
      const line = { seq, at: clock.wallMs(), peopleMs: clock.peopleMs(), event, ...detail };
      size += writeSync(fd, `${JSON.stringify(line)}\n`);
      return seq;
    },
    read: (afterSeq, limit) => {
      const from = marks.findLast((mark) => mark.seq <= afterSeq + 1)?.offset ?? 0;
      return eventsAfter(fd, from, afterSeq, limit);
    },
    lastSeq: () => seq,
    close: () => {
      if (isClosed) return;
      isClosed = true;
      closeSync(fd);
    },
  };
}

function eventsAfter(fd: number, offset: number, afterSeq: number, limit: number): TruthEvent[] {
  const found: TruthEvent[] = [];
  for (const { event } of linesFrom(fd, offset)) {
    if (event.seq > afterSeq) found.push(event);
    if (found.length >= limit) break;
  }
  return found;
}

function lastByte(fd: number, size: number): number {
  const byte = Buffer.alloc(1);
  readSync(fd, byte, 0, 1, size - 1);
  return byte[0] as number;
}

/** Whole lines of the file from a byte offset, parsed; unreadable ones are passed over. */
function* linesFrom(fd: number, offset: number): Generator<{ event: TruthEvent; offset: number }> {
  const chunk = Buffer.alloc(CHUNK_BYTES);
  let rest = Buffer.alloc(0);
  let restOffset = offset;
  for (let position = offset; ; ) {
    const bytes = readSync(fd, chunk, 0, CHUNK_BYTES, position);
    if (bytes === 0) return;
    position += bytes;
    rest = Buffer.concat([rest, chunk.subarray(0, bytes)]);
    for (let end = rest.indexOf(0x0a); end >= 0; end = rest.indexOf(0x0a)) {
      const event = parseLine(rest.toString('utf8', 0, end));
      if (event) yield { event, offset: restOffset };
      restOffset += end + 1;
      rest = rest.subarray(end + 1);
    }
  }
}

function parseLine(line: string): TruthEvent | undefined {
  try {
    const value: unknown = JSON.parse(line);
    const isEvent = typeof value === 'object' && value !== null && 'seq' in value && 'event' in value;
    return isEvent ? (value as TruthEvent) : undefined;
  } catch {
    return undefined;
  }
}
