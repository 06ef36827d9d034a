import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import {
  answerOurNumber,
  type PeopleWhoCall,
  peopleWhoCall,
} from '../../tools/prove/system/people-who-call.ts';
import { OUR_NUMBER } from '../../tools/prove/system/proof-people.ts';
import { openProofStack, type ProofStack } from '../../tools/prove/system/proof-stack.ts';
import { pollUntil } from '../../tools/stack/poll.ts';
import type { ProcessEnv } from '../../tools/stack/stack.ts';
import { testLayout } from '../harness/test-run.ts';

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
  path: { node: string; input: string | null; valid: boolean; outlet: string | null }[];
}

/** The whole system with a number that people can call; `end` takes it down. */
export class InboundWorld {
  readonly proof: ProofStack;
  readonly people: PeopleWhoCall;
  private readonly folder: string;

  private constructor(proof: ProofStack, folder: string) {
    this.proof = proof;
    this.people = peopleWhoCall(proof);
    this.folder = folder;
  }

  /** Its number is answered by the flow of a document; `env` is added to that of single processes. */
  static async open(flow: { readonly name: string }, env: ProcessEnv = {}): Promise<InboundWorld> {
    const folder = mkdtempSync(join(testLayout().stateDir, 'e2e-'));
    // PostgreSQL runs as another user under root and must be able to enter.
    chmodSync(folder, 0o755);
    const emulator = { EMULATOR_NUMBERS: OUR_NUMBER, EMULATOR_TIME_SCALE: PEOPLE_SCALE };
    const proof = await openProofStack({
      folder,
      seed: 1,
      withFaults: false,
      say: () => {},
      processEnv: { ...env, emulator },
    });
    const world = new InboundWorld(proof, folder);
    await answerOurNumber(proof.api, flow);
    return world;
  }

  async end(): Promise<void> {
    await this.proof.stack.down();
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
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

  /** The one item of a list of the API that passes, once there is one; throws with the list when there is none in time. */
  async untilListed<T>(path: string, isIt: (item: T) => boolean): Promise<T> {
    let listed: T[] = [];
    const isThere = async () => {
      ({ data: listed } = await this.proof.api.get<{ data: T[] }>(path));
      return listed.some(isIt);
    };
    await pollUntil(isThere, { deadlineMs: CALL_LIMIT_MS, everyMs: 200 });
    const found = listed.find(isIt);
    if (found === undefined) throw new Error(`${path}: ${JSON.stringify(listed)}`);
    return found;
  }
}
