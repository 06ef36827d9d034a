import { IMPORT_LIMITS } from './import-limits.ts';

const NEWLINE = 0x0a;
const RETURN = 0x0d;
const QUOTE = 0x22;
const SPACE = 0x20;

/** Why a record cannot be read as one. */
export type FrameFault = 'row.too_long' | 'row.unbalanced_quote';

/**
 * One record of a CSV file found by its line ends: `startByte` and `endByte` (half-open, with the line end) count from
 * the file's start, `line` is the physical line it starts on, `lines` how many it spans. `bytes` is empty on a fault.
 */
export interface Frame {
  startByte: number;
  endByte: number;
  line: number;
  lines: number;
  bytes: Buffer;
  fault: FrameFault | null;
}

/** Where a file is read from: a record starts at `byte`, on line `line` (from 1). */
export interface FramePosition {
  byte: number;
  line: number;
}

function countNewlines(bytes: Buffer): number {
  let count = 0;
  for (let at = bytes.indexOf(NEWLINE); at !== -1; at = bytes.indexOf(NEWLINE, at + 1)) count++;
  return count;
}

/** What one look at some bytes found: records that end in them, and how many bytes those took. */
export interface Framed {
  frames: Frame[];
  used: number;
}

/**
 * Finds records in a file given piece by piece, minding line ends inside quotes (RFC 4180, section 2), so that reading
 * can stop and go on at any record. A quote that is not closed properly costs its own physical line only: the next
 * line starts a new record. Never leaves more than `IMPORT_LIMITS.recordBytes` bytes unused.
 */
export class RecordFramer {
  private byte: number;
  private line: number;
  private skipsFromByte: number | null = null;
  private readonly delimiter: number;

  constructor(delimiter: string, from: FramePosition) {
    this.delimiter = delimiter.charCodeAt(0);
    this.byte = from.byte;
    this.line = from.line;
  }

  /**
   * The records that end in `data`, which begins where the last look's `used` ended. Frames are views of `data`.
   * `isLast` closes the file, so that its last line needs no line end.
   */
  take(data: Buffer, isLast: boolean): Framed {
    const frames: Frame[] = [];
    let used = 0;
    for (let frame = this.next(data, 0, isLast); frame; frame = this.next(data, used, isLast)) {
      frames.push(frame);
      used = frame.endByte - this.byte;
      this.line += frame.lines;
    }
    if (this.skipsFromByte !== null) used = data.length;
    this.byte += used;
    return { frames, used };
  }

  private next(data: Buffer, from: number, isLast: boolean): Frame | null {
    const newline = data.indexOf(NEWLINE, from);
    const lineEnd = newline === -1 ? data.length : newline + 1;
    const isLineWhole = newline !== -1 || isLast;
    if (this.skipsFromByte !== null) return isLineWhole ? this.endOfSkip(lineEnd) : null;
    if (from >= data.length) return null;
    if (lineEnd - from > IMPORT_LIMITS.recordBytes) {
      if (isLineWhole) return this.fault(from, lineEnd, 'row.too_long');
      this.skipsFromByte = this.byte + from;
      return null;
    }
    if (!isLineWhole) return null;
    const line = data.subarray(from, lineEnd);
    if (!line.includes(QUOTE)) return this.record(data, from, lineEnd, 1);
    const end = this.endOfQuoted(data, from, isLast);
    if (end === 'unfinished') return null;
    if (end === 'unbalanced') return this.fault(from, lineEnd, 'row.unbalanced_quote');
    return this.record(data, from, end, Math.max(1, countNewlines(data.subarray(from, end))));
  }

  /** End of the record at `from`, whose first line has a quote; 'unfinished' when the next block must tell. */
  private endOfQuoted(data: Buffer, from: number, isLast: boolean): number | 'unfinished' | 'unbalanced' {
    const limit = Math.min(data.length, from + IMPORT_LIMITS.recordBytes);
    let isQuoted = false;
    let isFieldStart = true;
    for (let at = from; at < limit; at++) {
      const byte = data[at];
      if (isQuoted) {
        if (byte !== QUOTE) continue;
        if (at + 1 === data.length && !isLast) return 'unfinished';
        if (data[at + 1] === QUOTE) at++;
        else if (this.mayFollowQuote(data[at + 1])) isQuoted = false;
        else return 'unbalanced';
      } else if (byte === NEWLINE) return at + 1;
      else if (byte === QUOTE && isFieldStart) isQuoted = true;
      if (!isQuoted) isFieldStart = byte === this.delimiter || (isFieldStart && byte === SPACE);
    }
    if (limit < data.length || isLast) return isQuoted || limit < data.length ? 'unbalanced' : data.length;
    return 'unfinished';
  }

  private mayFollowQuote(byte: number | undefined): boolean {
    return (
      byte === undefined || byte === this.delimiter || byte === NEWLINE || byte === RETURN || byte === SPACE
    );
  }

  private endOfSkip(lineEnd: number): Frame {
    const startByte = this.skipsFromByte ?? this.byte;
    this.skipsFromByte = null;
    const endByte = this.byte + lineEnd;
    return { startByte, endByte, line: this.line, lines: 1, bytes: Buffer.alloc(0), fault: 'row.too_long' };
  }

  private fault(from: number, lineEnd: number, fault: FrameFault): Frame {
    return { ...this.record(Buffer.alloc(0), from, lineEnd, 1), bytes: Buffer.alloc(0), fault };
  }

  private record(data: Buffer, from: number, end: number, lines: number): Frame {
    const startByte = this.byte + from;
    const endByte = this.byte + end;
    return { startByte, endByte, line: this.line, lines, bytes: data.subarray(from, end), fault: null };
  }
}
