import { randomUUIDv7 } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import express from 'express';
import type { Pool } from 'pg';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { requestTrace } from '../../api/http/request-trace.ts';
import { createPool } from '../../db/pool.ts';
import { trimSpans } from '../../db/traces/span-store.ts';
import { Breakers } from '../../providers/breakers/breakers.ts';
import { startTelemetry, type Telemetry } from '../../runtime/telemetry.ts';
import { until } from '../dialing/poll.ts';
import { type TestDatabase, testDatabase } from '../harness/test-database.ts';

/** More than may wait and be on the way. */
const REQUESTS = 3_000;
const MOST_HELD = 2_048 + 128;

let database: TestDatabase;
let owner: Pool;
let system: Pool;
let server: Server;
let telemetry: Telemetry;
const metrics = new Registry();

beforeAll(async () => {
  database = await testDatabase();
  owner = createPool(database.urls.owner, { max: 1 });
  system = createPool(database.urls.system, { max: 1 });
  const config = {
    DATABASE_URL: database.urls.user,
    TRACES_SAMPLE_RATIO: 1,
    OTEL_EXPORTER_OTLP_ENDPOINT: undefined,
    METRICS_PORT: undefined,
    API_HOST: '127.0.0.1',
  };
  const logger = pino({ level: 'silent' });
  const parts = { config, processId: randomUUIDv7(), breakers: new Breakers(), logger, metrics };
  telemetry = await startTelemetry(parts, { name: 'test' });
  const app = express();
  app.use(requestTrace([]));
  app.use((_req, res) => void res.end());
  server = createServer(app).listen(0, '127.0.0.1');
  await once(server, 'listening');
}, 120_000);

afterAll(async () => {
  server.close();
  await telemetry.close();
  await Promise.all([owner.end(), system.end()]);
  await database.drop();
});

/** Asks so often, ten at a time; how long the median answer took, ms. */
async function ask(count: number): Promise<number> {
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const tookMs: number[] = [];
  const asker = async () => {
    for (let nth = 0; nth < count / 10; nth += 1) {
      const startedMs = performance.now();
      await (await fetch(url)).arrayBuffer();
      tookMs.push(performance.now() - startedMs);
    }
  };
  await Promise.all(Array.from({ length: 10 }, asker));
  return tookMs.toSorted((a, b) => a - b)[count / 2] ?? NaN;
}

async function spans(state: 'ended' | 'stored'): Promise<number> {
  const counter = await metrics.getSingleMetric('evercall_trace_spans_total')?.get();
  return counter?.values.find(({ labels }) => labels.state === state)?.value ?? 0;
}

const rows = async () =>
  (await owner.query<{ n: number }>('SELECT count(*) AS n FROM trace_span')).rows[0]?.n;

it('keeps every recorded span while the store is well', async () => {
  const medianMs = await ask(100);
  await until('the spans to be stored', async () => (await spans('stored')) === 100);
  expect(await rows()).toBe(100);
  process.stderr.write(`an answer took ${medianMs.toFixed(2)} ms with the store well\n`);
}, 60_000);

it('answers all the same while the store takes nothing, and drops what is too much', async () => {
  const tx = await owner.connect();
  await tx.query('BEGIN; LOCK TABLE trace_span IN ACCESS EXCLUSIVE MODE');
  const medianMs = await ask(REQUESTS);
  process.stderr.write(`an answer took ${medianMs.toFixed(2)} ms with the store locked\n`);
  expect([await spans('ended'), await spans('stored')]).toEqual([REQUESTS + 100, 100]);
  await tx.query('COMMIT');
  tx.release();
  // Whatever was held is stored soon; what did not fit is gone.
  let before = -1;
  await until('the store to catch up', async () => {
    const now = await spans('stored');
    const isDone = now > 100 && now === before;
    before = now;
    if (!isDone) await new Promise((resolve) => setTimeout(resolve, 1_500));
    return isDone;
  });
  expect(await spans('stored')).toBeLessThanOrEqual(100 + MOST_HELD);
}, 120_000);

it('is cut to its size, the oldest spans first', async () => {
  const newest = async (limit: number) =>
    (
      await owner.query<{ span_id: string }>(
        `SELECT span_id FROM trace_span ORDER BY started_at DESC, trace_id DESC, span_id DESC LIMIT ${limit}`,
      )
    ).rows;
  const kept = await newest(50);
  expect(await trimSpans(system, 50)).toBeGreaterThan(50);
  expect(await newest(1_000)).toEqual(kept);
  expect(await trimSpans(system, 50)).toBe(0);
});
