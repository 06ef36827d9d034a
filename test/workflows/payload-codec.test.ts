import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client, Connection } from '@temporalio/client';
import { ApplicationFailure, type DataConverter } from '@temporalio/common';
import proto from '@temporalio/proto';
import { NativeConnection, Worker, type WorkflowBundle } from '@temporalio/worker';
import type { DataKeys } from '../../providers/secrets/data-keys.ts';
import { createDataConverter, FAILURE_CONVERTER_PATH } from '../../runtime/data-converter.ts';
import { createPayloadKeys } from '../../runtime/payload-keys.ts';
import { callEndedSignal } from '../../workflows/conduct-call/conduct-call.messages.ts';
import { testTemporal } from '../harness/test-temporal.ts';
import { callWorker, fakeCallActivities, TestCall } from './call-test-bed.ts';
import { quietRuntime } from './quiet-runtime.ts';
import { bundleOf } from './workflow-bundle.ts';

const HistoryType = proto.temporal.api.history.v1.History;
const CANARY = 'canary-of-a-failure';
const namespace = `codec-${randomUUID()}`;
const keks = { current: randomBytes(32) };
const stored = new Map<string, Buffer>();
const dataKeys: DataKeys = {
  current: async (orgId) => {
    const key = stored.get(orgId) ?? randomBytes(32);
    stored.set(orgId, key);
    return { version: 1, key };
  },
  version: async (orgId) => ({ version: 1, key: stored.get(orgId) ?? Buffer.alloc(32) }),
  remembered: () => undefined,
};

let connection: Connection;
let native: NativeConnection;
let bundle: WorkflowBundle;
beforeAll(async () => {
  quietRuntime();
  const { address } = await testTemporal();
  connection = await Connection.connect({ address });
  native = await NativeConnection.connect({ address });
  // The queue of look-ups has one name in a namespace, and its other workers have no keys.
  const workflowExecutionRetentionPeriod = { seconds: 86_400 as never };
  await connection.workflowService.registerNamespace({ namespace, workflowExecutionRetentionPeriod });
  const workflows = new URL('../../workflows/index.ts', import.meta.url).pathname;
  bundle = await bundleOf(workflows, FAILURE_CONVERTER_PATH);
}, 120_000);
afterAll(async () => {
  await native.close();
  await connection.close();
});

/** A process of its own: it has learned nothing of another's payloads. */
const converter = (mode: 'on' | 'off' = 'on'): DataConverter =>
  createDataConverter(createPayloadKeys(dataKeys, keks), mode);

async function namespaceServes(client: Client): Promise<void> {
  for (const untilMs = Date.now() + 30_000; Date.now() < untilMs; ) {
    try {
      await client.workflow.count();
      return;
    } catch {
      // A namespace is known to all parts of the server after a moment.
    }
  }
}

describe('a call whose payloads are encrypted', () => {
  it('runs as ever, costs no event more, shows nothing, and replays', async () => {
    const secrets = { orgId: randomUUID(), contactId: randomUUID() };
    const client = new Client({ connection, namespace, dataConverter: converter() });
    await namespaceServes(client);
    let failures = 0;
    const { activities } = fakeCallActivities({
      closeAttempt: async () => {
        failures += 1;
        if (failures === 1) throw ApplicationFailure.create({ message: CANARY, type: 'carrier.unavailable' });
        return { outcome: 'answered', nextAtMs: null, contactState: 'done' };
      },
    });
    const worker = await callWorker(native, { activities, namespace, bundle, dataConverter: converter() });
    const history = await worker.runUntil(async () => {
      const call = await TestCall.start(client, worker.taskQueue, secrets);
      const costOf = async () => (await call.handle.describe()).historyLength;
      for (const untilMs = Date.now() + 60_000; (await costOf()) < 12 && Date.now() < untilMs; );
      const before = await costOf();
      const answer = await call.answer();
      expect(answer.instructions.length).toBeGreaterThan(0);
      expect((await costOf()) - before).toBe(5);
      await call.handle.signal(callEndedSignal, { attemptOutcome: 'answered' });
      await call.handle.result();
      return call.handle.fetchHistory();
    });
    expect(failures).toBe(2);
    const bytes = Buffer.from(HistoryType.encode(HistoryType.fromObject(history)).finish());
    for (const secret of [secrets.contactId, CANARY, 'instructions', 'attemptOutcome', 'callSid']) {
      expect([secret, bytes.includes(secret)]).toEqual([secret, false]);
    }
    expect(bytes.includes(`org:${secrets.orgId}:1`)).toBe(true);
    await Worker.runReplayHistory({ workflowBundle: bundle, dataConverter: converter('off') }, history);
  }, 120_000);

  it('goes on when encryption is switched off, and is read by whoever has the key', async () => {
    const client = new Client({ connection, namespace, dataConverter: converter() });
    await namespaceServes(client);
    const { activities } = fakeCallActivities();
    const worker = await callWorker(native, {
      activities,
      namespace,
      bundle,
      dataConverter: converter('off'),
    });
    await worker.runUntil(async () => {
      const call = await TestCall.start(client, worker.taskQueue);
      expect((await call.answer()).instructions.length).toBeGreaterThan(0);
      await call.handle.signal(callEndedSignal, { attemptOutcome: 'answered' });
      await call.handle.result();
    });
  }, 120_000);
});
