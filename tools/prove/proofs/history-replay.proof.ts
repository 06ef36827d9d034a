import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import type { DataConverter } from '@temporalio/common';
import { historyFromJson } from '../../../test/replay/history-json.ts';
import { Runtime, Worker } from '@temporalio/worker';
import { createPool } from '../../../db/pool.ts';
import { composeSecrets } from '../../../runtime/compose-secrets.ts';
import { createDataConverter } from '../../../runtime/data-converter.ts';
import { workflowBundlePath } from '../../../runtime/workflow-bundle.ts';
import { listRuns } from '../check/temporal-listing.ts';
import type { Proof, ProofContext } from '../proof.types.ts';
import { launchCampaign } from '../system/launch-campaign.ts';
import { untilCompleted } from '../system/proof-campaign.ts';
import { numbersOf, writeContacts } from '../system/proof-people.ts';
import { openProofStack, type ProofStack } from '../system/proof-stack.ts';

type NamedHistory = Parameters<typeof Worker.runReplayHistories>[1] extends
  | AsyncIterable<infer T>
  | Iterable<infer T>
  ? T
  : never;

const SAVED = 'test/replay/histories';

/** The workflow code of today replays every saved history, and every run of a campaign with all carrier faults. */
export const historyReplayProof: Proof = {
  name: 'history-replay',
  goal: 'no history fails to replay',
  async run(context) {
    const fresh = await freshHistories(context);
    const histories = [...savedHistories(), ...fresh.histories];
    const { dataConverter } = fresh;
    silenceRuntime();
    const codePath = await workflowBundlePath(join(context.folder, 'cache'));
    const results = Worker.runReplayHistories({ workflowBundle: { codePath }, dataConverter }, histories);
    let failed = 0;
    for await (const { workflowId, error } of results) {
      if (!error) continue;
      failed += 1;
      context.say(`${workflowId}: ${error.message}`);
    }
    const result = `${failed} failed of ${histories.length} (${savedHistories().length} saved)`;
    return { n: histories.length, result, met: failed === 0 && savedHistories().length > 0 };
  },
};

/** The replay worker's own chatter says nothing about the result. */
function silenceRuntime(): void {
  const silent = (): void => {};
  const logger = { log: silent, trace: silent, debug: silent, info: silent, warn: silent, error: silent };
  Runtime.install({ logger, shutdownSignals: [] });
}

function savedHistories(): NamedHistory[] {
  return readdirSync(SAVED)
    .filter((name) => name.endsWith('.json'))
    .map((name) => ({
      workflowId: name,
      history: historyFromJson(JSON.parse(readFileSync(join(SAVED, name), 'utf8'))),
    }));
}

interface FreshHistories {
  readonly histories: NamedHistory[];
  /** Reads their payloads, also when the stack is down. */
  readonly dataConverter: DataConverter;
}

async function freshHistories({ folder, seed, say }: ProofContext): Promise<FreshHistories> {
  const proof = await openProofStack({ folder, seed, withFaults: true, say });
  const connection = await Connection.connect({ address: proof.stack.urls.temporal });
  try {
    const contacts = writeContacts(folder, 'replay', numbersOf(0, 15, true));
    const campaignId = await launchCampaign(proof.api, { contacts, name: 'replay' });
    await untilCompleted(proof, campaignId, 120_000);
    const client = new Client({ connection, namespace: proof.stack.urls.temporalNamespace });
    const runs = await listRuns(client);
    const histories = await Promise.all(
      runs.map(async ({ workflowId, runId }) => ({
        workflowId,
        history: await client.workflow.getHandle(workflowId, runId).fetchHistory(),
      })),
    );
    return { histories, dataConverter: await converterOf(proof) };
  } finally {
    await connection.close();
    await proof.stack.down();
  }
}

async function converterOf({ stack, orgId }: ProofStack): Promise<DataConverter> {
  const pool = createPool(stack.urls.database.user, { max: 1, name: 'prove-replay' });
  try {
    const current = Buffer.from(stack.env['EVERCALL_KEK'] ?? '', 'base64');
    const { dataKeys, payloadKeys } = composeSecrets({ current }, pool);
    // Remembered from now on: the database is gone when the histories are replayed.
    await dataKeys.current(orgId);
    return createDataConverter(payloadKeys, 'off');
  } finally {
    await pool.end();
  }
}
