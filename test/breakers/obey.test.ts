import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Pool } from 'pg';
import { giveOrder } from '../../db/breakers/breaker-board.ts';
import { createPool } from '../../db/pool.ts';
import { until } from '../dialing/poll.ts';
import { type TestDatabase, testDatabase } from '../harness/test-database.ts';

/** How long an operator waits at most until every process has obeyed. */
const OBEYED_WITHIN_MS = 1_000;

interface Turn {
  passes: boolean;
  atMs: number;
}

interface Obeying {
  child: ChildProcessByStdio<Writable, Readable, null>;
  turns: Turn[];
}

let database: TestDatabase;
let pool: Pool;
let processes: Obeying[];

beforeAll(async () => {
  database = await testDatabase();
  pool = createPool(database.urls.user, { max: 2 });
  processes = [start(), start()];
  for (const { turns } of processes)
    await until('a process to let requests pass', async () => turns.length === 1);
}, 120_000);

afterAll(async () => {
  for (const { child } of processes) {
    const ended = once(child, 'exit');
    child.stdin.end();
    expect(await ended).toEqual([0, null]);
  }
  await pool.end();
  await database.drop();
});

function start(): Obeying {
  const child = spawn(process.execPath, [`${import.meta.dirname}/obeying-process.main.ts`], {
    env: { ...process.env, NODE_OPTIONS: '', DATABASE_URL: database.urls.user },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const turns: Turn[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => turns.push(JSON.parse(line) as Turn));
  return { child, turns };
}

/** Gives an order; how long, in ms, until both processes did what it says. */
async function obeyedAfterMs(forced: 'open' | null): Promise<number> {
  const before = processes.map(({ turns }) => turns.length);
  const operatorId = '00000000-0000-7000-8000-000000000001';
  const saidAtMs = Date.now();
  await giveOrder(pool, { name: 'twilio.dial', forced, reason: null, operatorId });
  const obeyedAtMs = await Promise.all(
    processes.map(({ turns }, index) =>
      until(
        'both processes to obey',
        async () => turns.slice(before[index]).find(({ passes }) => passes === (forced === null))?.atMs,
      ),
    ),
  );
  return Math.max(...obeyedAtMs) - saidAtMs;
}

it('two processes obey within a second, time after time', async () => {
  const tookMs: number[] = [];
  for (let round = 0; round < 5; round += 1) {
    tookMs.push(await obeyedAfterMs('open'), await obeyedAfterMs(null));
  }
  process.stderr.write(`orders obeyed by two processes after ${tookMs.join(', ')} ms\n`);
  expect(Math.max(...tookMs)).toBeLessThanOrEqual(OBEYED_WITHIN_MS);
}, 60_000);
