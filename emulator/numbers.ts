import { z } from 'zod';
import { sidOf } from './sid.ts';

const method = z.enum(['GET', 'POST']);

/** What can be changed of a number. Empty URLs are not set. */
export const numberSettingsSchema = z.object({
  friendlyName: z.string(),
  voiceUrl: z.string(),
  voiceMethod: method,
  voiceFallbackUrl: z.string(),
  voiceFallbackMethod: method,
  voiceCallerIdLookup: z.boolean(),
  statusCallback: z.string(),
  statusCallbackMethod: method,
  smsUrl: z.string(),
  smsMethod: method,
  smsFallbackUrl: z.string(),
  smsFallbackMethod: method,
});

/** What can be changed of a number. */
export type NumberSettings = z.infer<typeof numberSettingsSchema>;

/** What a number can do. */
export const capabilitiesSchema = z.strictObject({
  voice: z.boolean().default(true),
  sms: z.boolean().default(true),
  mms: z.boolean().default(false),
  fax: z.boolean().default(false),
});

/** What a number can do. */
export type Capabilities = z.infer<typeof capabilitiesSchema>;

/** One of the account's own numbers. */
export interface OwnNumber extends NumberSettings {
  readonly sid: string;
  readonly e164: string;
  readonly capabilities: Capabilities;
  readonly createdAtMs: number;
  updatedAtMs: number;
}

/** The account's numbers. */
export interface NumberBook {
  all(): OwnNumber[];
  bySid(sid: string): OwnNumber | undefined;
  byNumber(e164: string): OwnNumber | undefined;
  /** Adds a number, or answers the one that is there. */
  add(e164: string, nowMs: number, capabilities?: Capabilities): OwnNumber;
  remove(e164: string): void;
}

/** A book that holds these numbers from the start. */
export function createNumberBook(numbers: readonly string[], nowMs: number): NumberBook {
  const book = new Map<string, OwnNumber>();
  const add: NumberBook['add'] = (e164, createdAtMs, capabilities = capabilitiesSchema.parse({})) => {
    const known = book.get(e164);
    if (known) return known;
    const number = newNumber(e164, createdAtMs, capabilities);
    book.set(e164, number);
    return number;
  };
  for (const e164 of numbers) add(e164, nowMs);
  return {
    all: () => [...book.values()],
    bySid: (sid) => [...book.values()].find((number) => number.sid === sid),
    byNumber: (e164) => book.get(e164),
    add,
    remove: (e164) => void book.delete(e164),
  };
}

function newNumber(e164: string, createdAtMs: number, capabilities: Capabilities): OwnNumber {
  return {
    sid: sidOf('PN', e164),
    e164,
    capabilities,
    friendlyName: e164,
    voiceUrl: '',
    voiceMethod: 'POST',
    voiceFallbackUrl: '',
    voiceFallbackMethod: 'POST',
    voiceCallerIdLookup: false,
    statusCallback: '',
    statusCallbackMethod: 'POST',
    smsUrl: '',
    smsMethod: 'POST',
    smsFallbackUrl: '',
    smsFallbackMethod: 'POST',
    createdAtMs,
    updatedAtMs: createdAtMs,
  };
}
