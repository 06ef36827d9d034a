import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import type { ApiClient } from '../../demo/api-client.ts';
import { OUR_NUMBER } from './proof-people.ts';
import type { ProofStack } from './proof-stack.ts';

/** One line of the carrier's own record, as far as a call that came in has to do with it. */
export interface TruthLine {
  readonly at: number;
  readonly event: string;
  readonly callSid?: string;
  readonly purpose?: string;
  /** Of a webhook that was sent. */
  readonly url?: string;
  readonly status?: unknown;
  readonly tookMs?: number;
  readonly text?: string;
  readonly key?: string;
  readonly collected?: boolean;
  /** The number that a Dial was put through to. */
  readonly dialed?: string;
}

/** People who call our number, by the control door of the carrier's emulator. */
export interface PeopleWhoCall {
  /** Says who calls, as personas of the emulator, and who has which numbers. */
  cast(
    personas: Readonly<Record<string, object>>,
    numbers?: readonly { readonly pattern: string; readonly persona: string }[],
  ): Promise<void>;
  /** Somebody calls; answers the carrier's id of the call. */
  callUs(from: string, persona: string): Promise<string>;
  /** `count` calls of one persona from numbers of their own, `perSecond` of them; answers their ids. */
  callUsAtPace(persona: string, count: number, perSecond: number): Promise<string[]>;
  /** The calls that the carrier has up now. */
  liveCalls(): Promise<string[]>;
  /** The carrier's record of these calls. */
  truth(callSids: readonly string[]): TruthLine[];
}

/** The people of a stack under proof; its emulator must know our number (`EMULATOR_NUMBERS`). */
export function peopleWhoCall({ stack, truthPath }: ProofStack): PeopleWhoCall {
  const emulator = async <T>(method: string, path: string, body?: object): Promise<T> => {
    const response = await fetch(`${stack.urls.emulator}${path}`, {
      method,
      ...(body && { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as T;
  };
  const callUs = async (from: string, persona: string): Promise<string> => {
    const order = { from, to: OUR_NUMBER, persona };
    return (await emulator<{ callSid: string }>('POST', '/emulator/inbound', order)).callSid;
  };
  return {
    cast: async (personas, numbers = []) =>
      void (await emulator('PUT', '/emulator/personas', { personas, numbers })),
    callUs,
    async callUsAtPace(persona, count, perSecond) {
      const sids: string[] = [];
      const startedMs = performance.now();
      for (let index = 0; index < count; index += 1) {
        await delay(Math.max(0, startedMs + (index * 1_000) / perSecond - performance.now()));
        sids.push(await callUs(callerNumber(index), persona));
      }
      return sids;
    },
    async liveCalls() {
      const { calls } = await emulator<{ calls: { callSid: string }[] }>('GET', '/emulator/calls');
      return calls.map(({ callSid }) => callSid);
    },
    truth(callSids) {
      const wanted = new Set(callSids);
      const lines = readFileSync(truthPath, 'utf8').split('\n');
      const events = lines.filter((line) => line.endsWith('}')).map((line) => JSON.parse(line) as TruthLine);
      return events.filter(({ callSid }) => callSid !== undefined && wanted.has(callSid));
    },
  };
}

/** Publishes a document as a new flow and lets it answer our number; answers the flow's id. */
export async function answerOurNumber(api: ApiClient, document: { readonly name: string }): Promise<string> {
  const draft = { name: document.name, document };
  const { id } = await api.post<{ id: string }>('/api/v1/ivr/flows', draft, randomUUID());
  await api.post(`/api/v1/ivr/flows/${id}/publish`, {}, randomUUID());
  await api.post('/api/v1/phone-numbers', { number: OUR_NUMBER, flowId: id }, randomUUID());
  return id;
}

/** 555-01xx of one area code after another: numbers that no operator has assigned. */
function callerNumber(index: number): string {
  const area = 303 + Math.floor(index / 100);
  return `+1${area}55501${String(index % 100).padStart(2, '0')}`;
}
