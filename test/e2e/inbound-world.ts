import { randomUUID } from 'node:crypto';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { OUR_NUMBER } from '../../tools/prove/system/proof-people.ts';
import { openProofStack, type ProofStack } from '../../tools/prove/system/proof-stack.ts';
import { pollUntil } from '../../tools/stack/poll.ts';
import { testLayout } from '../harness/test-run.ts';

/** Hears a menu; 0 repeats it, 1 confirms. */
const FLOW = {
  id: 'hotline',
  name: 'Hotline',
  entry: 'ask',
  defaultLanguage: 'en',
  languages: ['en'],
  variables: {},
  nodes: {
    ask: {
      type: 'menu',
      config: {
        prompt: { en: 'Press 1 to confirm or 0 to hear this again.' },
        options: [
          { key: '1', outlet: 'yes' },
          { key: '0', outlet: 'again' },
        ],
      },
      outlets: { yes: 'confirmed', again: 'ask', too_many: 'silent' },
    },
    confirmed: {
      type: 'end_call',
      config: { disposition: 'confirmed', prompt: { en: 'Thank you.' } },
      outlets: {},
    },
    silent: { type: 'end_call', config: { disposition: 'no_reaction' }, outlets: {} },
  },
};

/** Ten times as fast as people are: slow enough to be killed in mid-call. */
const PEOPLE_SCALE = '10';
const CALL_LIMIT_MS = 60_000;

/** A call to our number as the API tells of it. */
export interface CallView {
  call: {
    id: string;
    providerCallId: string;
    status: string;
    outcome: string;
    disposition: string;
    durationSeconds: number;
  };
  path: { node: string; input: string | null; valid: boolean }[];
}

/** One line of the carrier's own record. */
export interface TruthLine {
  event: string;
  callSid?: string;
  purpose?: string;
  status?: unknown;
  tookMs?: number;
  text?: string;
  collected?: boolean;
}

/** The whole system with a number that people can call; `end` takes it down. */
export class InboundWorld {
  readonly proof: ProofStack;
  private readonly folder: string;

  private constructor(proof: ProofStack, folder: string) {
    this.proof = proof;
    this.folder = folder;
  }

  static async open(): Promise<InboundWorld> {
    const folder = mkdtempSync(join(testLayout().stateDir, 'e2e-'));
    // PostgreSQL runs as another user under root and must be able to enter.
    chmodSync(folder, 0o755);
    const emulator = { EMULATOR_NUMBERS: OUR_NUMBER, EMULATOR_TIME_SCALE: PEOPLE_SCALE };
    const proof = await openProofStack({
      folder,
      seed: 1,
      withFaults: false,
      say: () => {},
      processEnv: { emulator },
    });
    const world = new InboundWorld(proof, folder);
    await world.answerOurNumber();
    return world;
  }

  async end(): Promise<void> {
    await this.proof.stack.down();
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }

  /** Says who calls, as a persona of the emulator. */
  async cast(personas: Record<string, object>): Promise<void> {
    await this.emulator('PUT', '/emulator/personas', { personas });
  }

  /** Somebody calls; answers the carrier's id of the call. */
  async callUs(from: string, persona: string): Promise<string> {
    return (
      await this.emulator<{ callSid: string }>('POST', '/emulator/inbound', { from, to: OUR_NUMBER, persona })
    ).callSid;
  }

  /** The calls once every one of them is closed with its path; throws with how they stand when they are not. */
  async untilClosed(callSids: readonly string[]): Promise<CallView[]> {
    let views: CallView[] = [];
    const areClosed = async () => {
      const page = await this.proof.api.get<{ data: CallView['call'][] }>(
        '/api/v1/calls?direction=inbound&limit=200',
      );
      const ours = page.data.filter(({ providerCallId }) => callSids.includes(providerCallId));
      views = await Promise.all(ours.map(({ id }) => this.proof.api.get<CallView>(`/api/v1/calls/${id}`)));
      return views.length === callSids.length && views.every(({ path }) => path !== null);
    };
    if (await pollUntil(areClosed, { deadlineMs: CALL_LIMIT_MS, everyMs: 200 })) return views;
    throw new Error(`not closed: ${JSON.stringify(views)}`);
  }

  /** The carrier's record of these calls. */
  truth(callSids: readonly string[]): TruthLine[] {
    const lines = readFileSync(this.proof.truthPath, 'utf8').split('\n');
    const events = lines.filter((line) => line.endsWith('}')).map((line) => JSON.parse(line) as TruthLine);
    return events.filter(({ callSid }) => callSid !== undefined && callSids.includes(callSid));
  }

  private async answerOurNumber(): Promise<void> {
    const { api } = this.proof;
    const flow = await api.post<{ id: string }>(
      '/api/v1/ivr/flows',
      { name: FLOW.name, document: FLOW },
      randomUUID(),
    );
    await api.post(`/api/v1/ivr/flows/${flow.id}/publish`, {}, randomUUID());
    await api.post('/api/v1/phone-numbers', { number: OUR_NUMBER, flowId: flow.id }, randomUUID());
  }

  private async emulator<T>(method: string, path: string, body: object): Promise<T> {
    const response = await fetch(`${this.proof.stack.urls.emulator}${path}`, {
      method,
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as T;
  }
}
