import type { HttpMethod } from './twiml/document.ts';
import { sidOf } from './sid.ts';

/** One of the account's own numbers. Empty URLs are not set. */
export interface OwnNumber {
  readonly sid: string;
  readonly e164: string;
  friendlyName: string;
  voiceUrl: string;
  voiceMethod: HttpMethod;
  voiceFallbackUrl: string;
  voiceFallbackMethod: HttpMethod;
  statusCallback: string;
  statusCallbackMethod: HttpMethod;
  smsUrl: string;
  smsMethod: HttpMethod;
  readonly createdAtMs: number;
  updatedAtMs: number;
}

/** The account's numbers. */
export interface NumberBook {
  all(): OwnNumber[];
  bySid(sid: string): OwnNumber | undefined;
  byNumber(e164: string): OwnNumber | undefined;
  /** Adds a number, or answers the one that is there. */
  add(e164: string, nowMs: number): OwnNumber;
}

/** A book that holds these numbers from the start. */
export function createNumberBook(numbers: readonly string[], nowMs: number): NumberBook {
  const book = new Map<string, OwnNumber>();
  const add = (e164: string, createdAtMs: number): OwnNumber => {
    const known = book.get(e164);
    if (known) return known;
    const number: OwnNumber = {
      sid: sidOf('PN', e164),
      e164,
      friendlyName: e164,
      voiceUrl: '',
      voiceMethod: 'POST',
      voiceFallbackUrl: '',
      voiceFallbackMethod: 'POST',
      statusCallback: '',
      statusCallbackMethod: 'POST',
      smsUrl: '',
      smsMethod: 'POST',
      createdAtMs,
      updatedAtMs: createdAtMs,
    };
    book.set(e164, number);
    return number;
  };
  for (const e164 of numbers) add(e164, nowMs);
  return {
    all: () => [...book.values()],
    bySid: (sid) => [...book.values()].find((number) => number.sid === sid),
    byNumber: (e164) => book.get(e164),
    add,
  };
}
