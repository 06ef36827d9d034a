import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createPool } from '../../db/pool.ts';
import { seed } from '../../db/seed.ts';
import { type TestDatabase, testDatabase } from '../harness/test-database.ts';
import { testRedis } from '../harness/test-redis.ts';
import { testTemporal } from '../harness/test-temporal.ts';
import { until } from './harness/until.ts';

const PASSWORD = 'a long enough password';
let database: TestDatabase;
let dataDir: string;
let environment: NodeJS.ProcessEnv;
const children: Started['child'][] = [];

beforeAll(async () => {
  const [redis, temporal] = await Promise.all([testRedis(), testTemporal()]);
  database = await testDatabase();
  dataDir = await mkdtemp(join(tmpdir(), 'evercall-api-'));
  await seed({
    ownerUrl: database.urls.owner,
    orgName: 'Process',
    adminEmail: 'admin@example.test',
    adminPassword: PASSWORD,
    carrier: {
      accountSid: 'AC1',
      authToken: 'token',
      apiBaseUrl: 'http://127.0.0.1:9',
      cps: 1,
      maxConcurrent: 1,
    },
    numbers: [],
  });
  environment = {
    PATH: process.env.PATH,
    DATABASE_URL: database.urls.user,
    DATABASE_SYSTEM_URL: database.urls.system,
    REDIS_URL: redis.url,
    TEMPORAL_ADDRESS: temporal.address,
    API_PORT: '0',
    PUBLIC_URL: 'https://api.evercall.test/',
    ACCESS_TOKEN_KEY: randomBytes(32).toString('base64'),
    EVERCALL_KEK: randomBytes(32).toString('base64'),
    DATA_DIR: dataDir,
    EVERCALL_SUPERVISED: '1',
    LOG_LEVEL: 'warn',
  };
}, 120_000);

afterAll(async () => {
  // One that a failed test left behind.
  for (const child of children) child.kill('SIGKILL');
  await database?.drop();
  await rm(dataDir, { recursive: true, force: true });
});

interface Started {
  child: ChildProcessByStdio<Writable, Readable, null>;
  url: string;
  ended: Promise<unknown[]>;
}

/** Starts the API as the supervisor does and waits for its ready line. */
async function startApi(): Promise<Started> {
  const file = join(import.meta.dirname, '..', '..', 'api', 'main.ts');
  const child = spawn(process.execPath, [file], { env: environment, stdio: ['pipe', 'pipe', 'inherit'] });
  children.push(child);
  const ended = once(child, 'exit');
  const [line]: string[] = await Promise.race([
    once(createInterface({ input: child.stdout }), 'line') as Promise<string[]>,
    ended.then(() => Promise.reject(new Error('The API ended before it was ready.'))),
  ]);
  const ready: { msg: string; process: string; url: string } = JSON.parse(line ?? '{}');
  expect(ready).toMatchObject({ msg: 'ready', process: 'api' });
  return { child, url: ready.url, ended };
}

const logIn = (url: string) =>
  fetch(`${url}/api/v1/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: 'admin@example.test', password: PASSWORD }),
  });

describe('the API process', () => {
  it('serves with every dependency up, finishes what is under way on SIGTERM and exits 0', async () => {
    const { child, url, ended } = await startApi();
    const readiness = async () => (await fetch(`${url}/health/ready`)).json() as Promise<{ status: string }>;
    await until(async () => (await readiness()).status === 'up');
    expect(await readiness()).toMatchObject({
      dependencies: [{ name: 'postgres' }, { name: 'temporal' }, { name: 'redis', status: 'up' }],
    });
    // A password check takes tens of milliseconds; the requests have arrived once one sent after them is answered.
    const answers = Promise.all([logIn(url), logIn(url), logIn(url)]);
    await fetch(`${url}/health/live`);
    child.kill('SIGTERM');
    expect((await answers).map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(await ended).toEqual([0, null]);
    await expect(fetch(`${url}/health/live`)).rejects.toThrow();
  }, 60_000);

  it('ends when its supervisor is gone', async () => {
    const { child, ended } = await startApi();
    child.stdin.end();
    expect(await ended).toEqual([0, null]);
  }, 60_000);

  it('leaves no connection behind', async () => {
    const pool = createPool(database.urls.user, { max: 1, name: 'test-api-process' });
    const { rows } = await pool.query(`SELECT count(*)::int AS open FROM pg_stat_activity
      WHERE application_name IN ('api', 'api-telemetry') AND datname = current_database()`);
    await pool.end();
    expect(rows).toEqual([{ open: 0 }]);
  });

  it('is in the registry while it runs and told its breakers; one that is killed goes stale by itself', async () => {
    const pool = createPool(database.urls.user, { max: 1, name: 'test-api-process' });
    const { child, ended } = await startApi();
    const registered = async () =>
      (
        await pool.query<{ name: string; pid: number; stopped: boolean; breakers: number }>(
          `SELECT s.name, s.pid, s.stopped_at IS NOT NULL AS stopped, count(r.name)::int AS breakers
             FROM service_instance s LEFT JOIN breaker_report r ON r.process_id = s.id
            GROUP BY s.id ORDER BY s.id`,
        )
      ).rows;
    const hasTold = async () =>
      (await registered()).some(({ pid, breakers }) => pid === child.pid && breakers > 0);
    await until(hasTold);
    child.kill('SIGKILL');
    await ended;
    // Those of the tests before have ended in an orderly way.
    expect((await registered()).map(({ name, stopped }) => [name, stopped])).toEqual([
      ['api', true],
      ['api', true],
      ['api', false],
    ]);
    expect((await registered()).at(-1)?.pid).toBe(child.pid);
    await pool.end();
  }, 60_000);
});
