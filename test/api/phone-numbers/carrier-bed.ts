import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll } from '@jest/globals';
import type { CarrierNumbersPort, NumberFault } from '../../../domain/number/carrier-numbers.port.ts';
import { type Emulator, startEmulator } from '../../../emulator/start-emulator.ts';
import { createTwilioNumbers } from '../../../providers/twilio/incoming-numbers.ts';
import type { ApiWorld } from '../harness/api-world.ts';
import { useApiWorld } from '../harness/api-world-hooks.ts';

/** A port whose next requests of a kind may be made to fail, or be watched, before they reach the emulator. */
export interface Tampering {
  findNumber?: () => Promise<NumberFault | void>;
  listNumbers?: () => Promise<NumberFault | void>;
  writeUrls?: () => Promise<NumberFault | void>;
  /** After the carrier has done it: the answer is lost. */
  afterWrite?: () => Promise<NumberFault | void>;
}

/** Our origins; the emulator takes no https address. */
export const ORIGINS = {
  publicUrl: 'http://api.evercall.test',
  fallbackUrl: 'http://fallback.evercall.test',
};

/** Where the emulator may be told to go: to us, and to what the customer had before us. Nothing is ever sent there. */
const HOSTS = [
  ...Object.values(ORIGINS).map((url) => new URL(url).hostname),
  ...['before', 'elsewhere'].map((name) => `${name}.example.com`),
  'old.evercall.test',
];

/** The API over the real carrier library and an emulator that has `numbers`. */
export function useCarrierBed(numbers: readonly string[]) {
  const tampering: Tampering = {};
  const real = createTwilioNumbers();
  const world = useApiWorld({
    origins: ORIGINS,
    parts: { carrierNumbers: { forAccount: (account) => tampered(real.forAccount(account), tampering) } },
  });
  const directory = mkdtempSync(join(tmpdir(), 'evercall-numbers-'));
  let emulator: Emulator;

  beforeAll(async () => {
    const { ours } = world();
    emulator = await startEmulator({
      accountSid: ours.accountSid,
      authToken: ours.authToken,
      truthPath: join(directory, 'truth.jsonl'),
      numbers,
      allowHosts: HOSTS,
    });
    await pointAccount(world(), emulator.url);
  });
  afterEach(() => {
    for (const key of Object.keys(tampering)) delete tampering[key as keyof Tampering];
  });
  afterAll(async () => {
    await emulator?.close();
    rmSync(directory, { recursive: true, force: true });
  });

  return {
    world,
    tampering,
    /** The carrier's own console, as the customer uses it. */
    customer: () => {
      const { ours } = world();
      const { hostname, port } = new URL(emulator.url);
      return new CarrierConsole(ours.accountSid, ours.authToken, `http://${hostname}:${port}`);
    },
  };
}

/** Has the account of our organization lead to an address. */
export function pointAccount(world: ApiWorld, apiBaseUrl: string): Promise<unknown> {
  return world.inOrg(world.ours.orgId, (tx) =>
    tx.query('UPDATE carrier_account SET api_base_url = $1', [apiBaseUrl]),
  );
}

function tampered(port: CarrierNumbersPort, tampering: Tampering): CarrierNumbersPort {
  return {
    findNumber: async (e164) => (await tampering.findNumber?.()) ?? port.findNumber(e164),
    listNumbers: async () => (await tampering.listNumbers?.()) ?? port.listNumbers(),
    writeUrls: async (id, urls) => {
      const fault = await tampering.writeUrls?.();
      if (fault) return fault;
      const written = await port.writeUrls(id, urls);
      return (await tampering.afterWrite?.()) ?? written;
    },
  };
}

type HookFields = Readonly<Record<string, string>>;

/** Reads and writes numbers at the emulator by plain requests of its REST API. */
class CarrierConsole {
  readonly #base: string;
  readonly #authorization: string;

  constructor(accountSid: string, authToken: string, url: string) {
    this.#base = `${url}/2010-04-01/Accounts/${accountSid}/IncomingPhoneNumbers`;
    this.#authorization = `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`;
  }

  async number(e164: string): Promise<HookFields> {
    const query = new URLSearchParams({ PhoneNumber: e164 });
    const answer = await fetch(`${this.#base}.json?${query.toString()}`, {
      headers: { authorization: this.#authorization },
    });
    const { incoming_phone_numbers: numbers } = (await answer.json()) as {
      incoming_phone_numbers: HookFields[];
    };
    const [number] = numbers;
    if (!number) throw new Error('The emulator has no such number.');
    return number;
  }

  async change(e164: string, fields: HookFields): Promise<void> {
    const { sid } = await this.number(e164);
    const answer = await fetch(`${this.#base}/${sid}.json`, {
      method: 'POST',
      headers: { authorization: this.#authorization },
      body: new URLSearchParams(fields),
    });
    if (!answer.ok) throw new Error(`The emulator answered ${answer.status}.`);
  }
}
