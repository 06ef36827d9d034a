import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { listRuns } from '../../tools/prove/check/temporal-listing.ts';
import { readTruth } from '../../tools/prove/check/truth.ts';
import { launchCampaign } from '../../tools/prove/system/launch-campaign.ts';
import { judgeAtRest, type Progress, progressOf } from '../../tools/prove/system/proof-campaign.ts';
import { numbersOf, writeContacts } from '../../tools/prove/system/proof-people.ts';
import { openProofStack, type ProofStack } from '../../tools/prove/system/proof-stack.ts';
import { pollUntil } from '../../tools/stack/poll.ts';
import { testLayout } from '../harness/test-run.ts';

const CAMPAIGN_LIMIT_MS = 60_000;
/** A pause must be in force within this. */
export const STEERED_WITHIN_MS = 1_000;

/** The whole system as processes on free ports, and what the tests look at. `end` takes it down. */
export class E2eWorld {
  readonly proof: ProofStack;
  private readonly folder: string;
  private campaigns = 0;

  private constructor(proof: ProofStack, folder: string) {
    this.proof = proof;
    this.folder = folder;
  }

  static async open(): Promise<E2eWorld> {
    const folder = mkdtempSync(join(testLayout().stateDir, 'e2e-'));
    // PostgreSQL runs as another user under root and must be able to enter.
    chmodSync(folder, 0o755);
    return new E2eWorld(await openProofStack({ folder, seed: 1, withFaults: false, say: () => {} }), folder);
  }

  async end(): Promise<void> {
    await this.proof.stack.down();
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }

  /** Launches a campaign of people of its own (at most 79) through the API; answers its id. */
  launch({ people, maxConcurrent }: { people: number; maxConcurrent: number }): Promise<string> {
    const run = this.campaigns++;
    const contacts = writeContacts(this.folder, `people-${run}`, numbersOf(run, people, false));
    return launchCampaign(this.proof.api, { contacts, name: `Campaign ${run}`, maxConcurrent });
  }

  /** Steers as an admin would; in force when it resolves. */
  async steer(campaignId: string, verb: 'start' | 'pause' | 'resume' | 'cancel'): Promise<void> {
    await this.proof.api.post(`/api/v1/campaigns/${campaignId}/${verb}`, {}, crypto.randomUUID());
  }

  progress(campaignId: string): Promise<Progress> {
    return progressOf(this.proof, campaignId);
  }

  /** Wall epoch ms of every phone that rang, by the carrier's own record. */
  async rings(): Promise<number[]> {
    const calls = await readTruth(this.proof.truthPath);
    return calls.flatMap(({ rangAtMs }) => (rangAtMs === null ? [] : [rangAtMs]));
  }

  /** Waits until so many phones have rung in all; throws when they do not. */
  async untilRings(count: number): Promise<void> {
    const isSo = await pollUntil(async () => (await this.rings()).length >= count, { deadlineMs: 20_000 });
    if (!isSo) throw new Error(`fewer than ${count} phones rang`);
  }

  /** Waits for a state of the campaign; throws with where it stands when it does not come. */
  async untilState(campaignId: string, state: string): Promise<void> {
    const isSo = async () => (await this.progress(campaignId)).state === state;
    if (await pollUntil(isSo, { deadlineMs: CAMPAIGN_LIMIT_MS, everyMs: 100 })) return;
    throw new Error(`not ${state}: ${JSON.stringify(await this.progress(campaignId))}`);
  }

  /** Evidence against the system at rest, from truth file, database and engine; reviews are none. */
  async faults(): Promise<unknown[]> {
    const { doubleDialed, lost, stuck, outOfWindow, findings } = await judgeAtRest(this.proof);
    const faults = findings.filter(({ kind }) => kind !== 'review');
    return faults.length > 0 || doubleDialed + lost + stuck + outOfWindow === 0
      ? faults
      : [{ doubleDialed, lost, stuck, outOfWindow }];
  }

  /** Runs that the engine lists under a workflow id. */
  async runsOf(workflowId: string): Promise<number> {
    const { urls } = this.proof.stack;
    const connection = await Connection.connect({ address: urls.temporal });
    try {
      const client = new Client({ connection, namespace: urls.temporalNamespace });
      return (await listRuns(client, `WorkflowId="${workflowId}"`)).length;
    } finally {
      await connection.close();
    }
  }
}
