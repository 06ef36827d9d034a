import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client, Connection } from '@temporalio/client';
import { NativeConnection, Worker } from '@temporalio/worker';
import express from 'express';
import supertest from 'supertest';
import { getCampaign } from '../../api/endpoints/campaigns/get-campaign.endpoint.ts';
import { requestTrace } from '../../api/http/request-trace.ts';
import { TRACE_HEADER } from '../../contracts/names.ts';
import type { StoredSpan } from '../../db/traces/span-store.ts';
import { inNewTrace } from '../../runtime/trace.ts';
import { startTracing } from '../../runtime/tracing.ts';
import { traceCarriers } from '../../providers/tracing/traced-ports.ts';
import { tracedActivities, tracedClient } from '../../runtime/tracing-temporal.ts';
import { callEndedSignal } from '../../workflows/conduct-call/conduct-call.messages.ts';
import { countingCarrier } from '../dialing/counting-carrier.ts';
import { testTemporal } from '../harness/test-temporal.ts';
import { fakeCallActivities, TestCall } from '../workflows/call-test-bed.ts';
import { quietRuntime } from '../workflows/quiet-runtime.ts';
import { bundleOf, workflowBundle } from '../workflows/workflow-bundle.ts';

const NUMBER = '+12125550147';
const ORG = randomUUID();
let connection: Connection;
let native: NativeConnection;
let client: Client;
beforeAll(async () => {
  quietRuntime();
  const { address } = await testTemporal();
  connection = await Connection.connect({ address });
  native = await NativeConnection.connect({ address });
  client = new Client({ connection, interceptors: { workflow: [tracedClient()] } });
  await workflowBundle();
}, 120_000);
afterAll(async () => {
  await native.close();
  await connection.close();
});

/** The spans that a piece of work leaves when every trace is recorded, or none. */
async function spansOf(work: () => Promise<void>, sampleRatio = 1): Promise<StoredSpan[]> {
  const kept: StoredSpan[] = [];
  const tracing = await startTracing({
    process: 'test',
    version: '0',
    sampleRatio,
    hasOtlp: false,
    save: async (spans) => void kept.push(...spans),
    onEnded: () => {},
    onError: (error) => {
      throw error;
    },
  });
  try {
    await work();
  } finally {
    await tracing.close();
  }
  return kept;
}

/** A worker whose calls are placed at a carrier in memory; it fails the first time, with a number in its message. */
async function inWorker<T>(work: (taskQueue: string) => Promise<T>): Promise<T> {
  const carriers = traceCarriers(countingCarrier());
  const account = { id: '1', provider: 'twilio', accountSid: 'AC1', authToken: '', apiBaseUrl: null };
  let dials = 0;
  const { activities } = fakeCallActivities({
    async placeCall() {
      dials += 1;
      if (dials === 1) throw new Error(`no line to ${NUMBER}`);
      await carriers.forAccount(account).createCall({} as never);
      return { result: 'placed' };
    },
  });
  const taskQueue = `traced-${randomUUID()}`;
  const interceptors = { activity: [tracedActivities] };
  const bundle = { workflowBundle: await workflowBundle() };
  const worker = await Worker.create({ connection: native, taskQueue, activities, interceptors, ...bundle });
  return worker.runUntil(work(taskQueue));
}

/** A call from its start to its end. */
async function conduct(call: TestCall): Promise<void> {
  for (const untilMs = Date.now() + 60_000; Date.now() < untilMs; ) {
    if ((await call.handle.describe()).historyLength >= 12) break;
  }
  await call.handle.signal(callEndedSignal, { attemptOutcome: 'answered' });
  await call.handle.result();
}

const named = (spans: readonly StoredSpan[], name: string) => spans.filter((span) => span.name === name);

/** Names from a span to the root of its trace. */
function lineage(spans: readonly StoredSpan[], last: StoredSpan | undefined): string[] {
  const names: string[] = [];
  for (let span = last; span; ) {
    names.push(span.name);
    const { parentId } = span;
    span = spans.find(({ spanId }) => spanId === parentId);
  }
  return names;
}

describe('a request that has a call placed', () => {
  it('is one trace: API, workflow, activities, carrier; without a number in it', async () => {
    let call: TestCall | undefined;
    const spans = await spansOf(() =>
      inWorker(async (taskQueue) => {
        const app = express();
        app.use(requestTrace([getCampaign]));
        app.get('/api/v1/campaigns/:id', async (_req, res) => {
          res.locals.endpointId = 'getCampaign';
          call = await TestCall.start(client, taskQueue, { orgId: ORG });
          res.end();
        });
        await supertest(app)
          .get(`/api/v1/campaigns/${encodeURIComponent(NUMBER)}`)
          .expect(200);
        if (call) await conduct(call);
      }),
    );
    const [dial] = named(spans, 'carrier createCall');
    expect(lineage(spans, dial)).toEqual([
      'carrier createCall',
      'RunActivity:placeCall',
      'StartWorkflow:conductCall',
      'GET /api/v1/campaigns/{id}',
    ]);
    expect(new Set(spans.map(({ traceId }) => traceId))).toHaveProperty('size', 1);
    expect(named(spans, 'RunActivity:placeCall').map(({ status }) => status)).toEqual(['error', 'ok']);
    // Local activities too.
    expect(named(spans, 'RunActivity:loadFlow')).toMatchObject([
      { orgId: ORG, kind: 'internal', attributes: { 'temporal.workflow_type': 'conductCall' } },
    ]);
    expect(named(spans, 'GET /api/v1/campaigns/{id}')).toMatchObject([
      { parentId: null, kind: 'server', attributes: { 'http.response.status_code': 200 } },
    ]);
    expect(dial?.attributes).toEqual({ 'evercall.provider': 'twilio', 'evercall.result': 'accepted' });
    expect(JSON.stringify(spans)).not.toContain(NUMBER.slice(1));
    const history = await call?.handle.fetchHistory();
    expect(JSON.stringify(history)).toContain(TRACE_HEADER);
    // What was recorded with traces replays without what carries them, and the other way round.
    const plain = await bundleOf(new URL('../../workflows/index.ts', import.meta.url).pathname);
    await Worker.runReplayHistory({ workflowBundle: plain }, history);
    await Worker.runReplayHistory({ workflowBundle: await workflowBundle() }, history);
  }, 180_000);

  it('leaves nothing anywhere when it is not recorded', async () => {
    let call: TestCall | undefined;
    const work = () =>
      inWorker(async (taskQueue) => {
        call = await inNewTrace('start call', () => TestCall.start(client, taskQueue, { orgId: ORG }));
        await conduct(call);
      });
    expect(await spansOf(work, 1e-12)).toEqual([]);
    expect(JSON.stringify(await call?.handle.fetchHistory())).not.toContain(TRACE_HEADER);
  }, 120_000);

  it('a campaign has a trace of its own for each call that it starts', async () => {
    const spans = await spansOf(() =>
      inNewTrace('campaign', async () => {
        await inNewTrace('start call', async () => {});
        await inNewTrace('start call', async () => {});
      }),
    );
    expect(spans).toHaveLength(3);
    expect(new Set(spans.map(({ traceId }) => traceId))).toHaveProperty('size', 3);
    expect(spans.map(({ parentId }) => parentId)).toEqual([null, null, null]);
  });
});
