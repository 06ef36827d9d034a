import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import twilio from 'twilio';
import type { EmulatorConfig } from '../config.ts';
import { parseFaultPlan } from '../faults/parse.ts';
import { parsePersonaFile } from '../people/directory.ts';
import { type Emulator, startEmulator } from '../start-emulator.ts';
import type { TruthEvent } from '../truth.ts';
import { type Customer, startCustomer } from './customer.ts';

/** Our number in every test. */
export const OURS = '+12125550100';
/** The status events that have to be asked for one by one. */
export const ALL_EVENTS = ['initiated', 'ringing', 'answered', 'completed'];

/** What differs from the usual: fault and persona files as JSON values, and the rest of the configuration. */
export interface LabOptions extends Partial<Omit<EmulatorConfig, 'faults' | 'personas'>> {
  readonly faults?: unknown;
  readonly personas?: unknown;
}

/** An emulator, an application beside it, and the unmodified library pointed at the emulator. */
export interface Lab {
  readonly emulator: Emulator;
  readonly customer: Customer;
  readonly client: ReturnType<typeof twilio>;
  /** Creates a call that asks `/voice` for TwiML and tells `/status` everything. */
  call(to: string, more?: Readonly<Record<string, unknown>>): Promise<string>;
  control(
    method: 'GET' | 'POST' | 'PUT',
    path: string,
    body?: unknown,
  ): Promise<{ status: number; body: Json }>;
  /** Waits until nothing is going on or to come. */
  idle(): Promise<void>;
  truth(event?: string): TruthEvent[];
  close(): Promise<void>;
}

/** A JSON object of unknown shape. */
export type Json = Readonly<Record<string, unknown>>;

const openLabs = new Set<Lab>();

/** Closes every lab still open, the last first, so that a failed test leaves nothing behind. */
export async function closeLabs(): Promise<void> {
  for (const lab of [...openLabs].toReversed()) await lab.close();
}

/** A persona file in which everybody is this. */
export function everybody(persona: object | string): unknown {
  if (typeof persona === 'string') return { mix: [{ persona, weight: 1 }] };
  return { personas: { everybody: persona }, mix: [{ persona: 'everybody', weight: 1 }] };
}

/** Starts a lab: people 500 times faster than the wall, who all answer after a second, unless told otherwise. */
export async function startLab(options: LabOptions = {}): Promise<Lab> {
  const folder = mkdtempSync(join(tmpdir(), 'emulator-lab-'));
  const { faults, personas, ...rest } = options;
  const emulator = await startEmulator({
    seed: 7,
    timeScale: 500,
    truthPath: join(folder, 'truth.jsonl'),
    faults: parseFaultPlan(faults ?? {}),
    personas: parsePersonaFile(personas ?? everybody({ answers: { afterS: 1 } })),
    ...rest,
  });
  const customer = await startCustomer(emulator.authToken);
  const client = clientOf(emulator);
  const control: Lab['control'] = async (method, path, body) => {
    const init = body === undefined ? { method } : { method, body: JSON.stringify(body) };
    const response = await fetch(`${emulator.url}/emulator/${path}`, init);
    return { status: response.status, body: (await response.json()) as Json };
  };
  const lab: Lab = {
    emulator,
    customer,
    client,
    control,
    call: async (to, more = {}) => {
      const hooks = { url: `${customer.url}/voice`, statusCallback: `${customer.url}/status` };
      const call = await client.calls.create({
        to,
        from: OURS,
        ...hooks,
        statusCallbackEvent: ALL_EVENTS,
        ...more,
      });
      return call.sid;
    },
    idle: () => until(async () => (await control('GET', 'stats')).body.isIdle === true),
    truth: (event) =>
      readTruth(emulator.truthPath).filter((one) => event === undefined || one.event === event),
    close: async () => {
      openLabs.delete(lab);
      await emulator.close();
      await customer.close();
      const defects = readTruth(emulator.truthPath).filter((one) => one.event === 'emulator_fault');
      rmSync(folder, { recursive: true });
      if (defects.length > 0) throw new Error(`the emulator failed: ${JSON.stringify(defects)}`);
    },
  };
  openLabs.add(lab);
  return lab;
}

/** The library's client, changed in nothing but its base URL. */
export function clientOf(
  emulator: Pick<Emulator, 'url' | 'accountSid' | 'authToken'>,
): ReturnType<typeof twilio> {
  const client = twilio(emulator.accountSid, emulator.authToken);
  client.api.baseUrl = emulator.url;
  return client;
}

/** Polls until the condition holds; throws after `limitMs` of wall time. */
export async function until(condition: () => boolean | Promise<boolean>, limitMs = 10_000): Promise<void> {
  const deadlineMs = Date.now() + limitMs;
  while (!(await condition())) {
    if (Date.now() > deadlineMs) throw new Error(`not so after ${limitMs} ms: ${condition.toString()}`);
    await new Promise((done) => void setTimeout(done, 5));
  }
}

/** Every event of a truth file. */
export function readTruth(path: string): TruthEvent[] {
  const lines = readFileSync(path, 'utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as TruthEvent);
}
