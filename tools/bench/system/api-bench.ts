import { createPool } from '../../../db/pool.ts';
import { withOrg } from '../../../db/tenant.ts';
import { createRandom, deriveSeed } from '../../prove/random.ts';
import type { BenchContext, BenchResult } from '../bench.types.ts';
import { type Block, blockOrder, type BlockResult, runBlocks, type Side, toQuads } from '../kit/blocks.ts';
import { type Child, startChild } from '../kit/child.ts';
import { httpLoad } from '../kit/http-load.ts';
import { cpuSecondsOf } from '../kit/process-cost.ts';
import type { BenchRow } from '../kit/record.ts';
import { timedRow } from '../kit/rows.ts';
import { judgeValues } from '../kit/verdict.ts';
import { type BenchStack, LOGIN, openBenchStack, unassignedNumbers } from './bench-stack.ts';

const BLOCK_MS = 4_000;
/** Before each block, not counted: a process that has idled has given back the memory that it works in. */
const LEAD_IN_MS = 2_000;
const WARM_UP_MS = 3_000;
const CONNECTIONS = 16;
const POOL_SIZE = '10';

/** The API and its floor over one database, with contacts in it. */
export interface ApiBench {
  readonly bench: BenchStack;
  readonly token: string;
  readonly contactIds: readonly string[];
  /** The floor that reads in one round trip, and the one that takes three. */
  readonly floors: Readonly<Record<'joined' | 'stepwise', Child>>;
  close(): Promise<void>;
}

/** One operation to measure: the whole request, given the token or none. */
export interface Measured {
  readonly name: string;
  readonly goal: string;
  readonly status: number;
  readonly request: (token: string | null) => string;
  readonly note: (load: { ours: number; cpuMicros: Record<Side, number> }) => string;
}

/** Starts Postgres, the API and the floors; limits of requests are far away, as are all other processes. */
export async function openApiBench(folder: string, contacts: number): Promise<ApiBench> {
  const env = { API_REQUESTS_PER_MINUTE: '100000000', DATABASE_POOL_SIZE: POOL_SIZE };
  const bench = await openBenchStack({
    folder,
    carrierUrl: 'http://127.0.0.1:9',
    processes: ['api'],
    processEnv: { api: env },
  });
  const started: Child[] = [];
  const close = async () => {
    for (const child of started) await child.stop();
    await bench.stack.down();
  };
  try {
    const contactIds = await addContacts(bench, contacts);
    const start = async (reads: 'joined' | 'stepwise') => {
      const child = await startChild(new URL('../floors/bare-api.main.ts', import.meta.url).pathname, {
        DATABASE_URL: bench.stack.urls.database.user,
        DATABASE_POOL_SIZE: POOL_SIZE,
        ORG_ID: bench.orgId,
        READS: reads,
      });
      started.push(child);
      return child;
    };
    const floors = { joined: await start('joined'), stepwise: await start('stepwise') };
    return { bench, token: await logIn(bench.stack.urls.api), contactIds, floors, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Requests/s of an operation against the faster of the floors, in paired blocks. */
export async function compareApi(
  { bench, token, floors }: ApiBench,
  measured: Measured,
  { quads, seed, say }: BenchContext,
): Promise<BenchResult> {
  const { name, goal, status, request } = measured;
  const run = async (child: { url: string; pid: number }, isOurs: boolean, durationMs: number) => {
    const before = cpuSecondsOf([child.pid]);
    const next = () => request(isOurs ? token : null);
    const load = await httpLoad({ url: child.url, connections: CONNECTIONS, durationMs, status, next });
    if (load.failures > 0) throw new Error(`${name}: ${load.failures} answers were not ${status}`);
    const cpuSeconds = cpuSecondsOf([child.pid]) - before;
    return { value: (load.answered / load.tookMs) * 1_000, cpuSeconds, answered: load.answered };
  };
  const at = (child: Child) => ({ url: String(child.ready.url), pid: child.pid });
  const ours = { url: bench.stack.urls.api, pid: bench.stack.pidOf('api') ?? 0 };
  await run(ours, true, WARM_UP_MS);
  await run(at(floors.joined), false, WARM_UP_MS);
  await run(at(floors.stepwise), false, WARM_UP_MS);
  const [joined, stepwise] = [
    await run(at(floors.joined), false, WARM_UP_MS),
    await run(at(floors.stepwise), false, WARM_UP_MS),
  ];
  const reads = joined.value >= stepwise.value ? 'joined' : 'stepwise';
  say(
    `${name}: floor ${reads} (${joined.value.toFixed(0)}/s joined, ${stepwise.value.toFixed(0)}/s stepwise)`,
  );
  const answered: Record<Side, number> = { ours: 0, floor: 0 };
  const runBlock = async (side: Side): Promise<BlockResult> => {
    const child = side === 'ours' ? ours : at(floors[reads]);
    await run(child, side === 'ours', LEAD_IN_MS);
    const block = await run(child, side === 'ours', BLOCK_MS);
    answered[side] += block.answered;
    return block;
  };
  const blocks = await runBlocks(blockOrder(quads, createRandom(seed)), runBlock, ({ side, value }) =>
    say(`${name}: ${side} ${value.toFixed(0)}/s`),
  );
  const verdict = judgeValues(toQuads(blocks), 'more', createRandom(deriveSeed(seed, 1)));
  const cpuMicros = { ours: cpuOf(blocks, 'ours', answered), floor: cpuOf(blocks, 'floor', answered) };
  const row: BenchRow = timedRow(
    { name, goal, unit: 'req/s' },
    verdict,
    measured.note({ ours: verdict.ours, cpuMicros }),
  );
  const settings = {
    connections: CONNECTIONS,
    blockMs: BLOCK_MS,
    leadInMs: LEAD_IN_MS,
    poolSize: POOL_SIZE,
    floor: reads,
    floorsPerSecond: { joined: joined.value, stepwise: stepwise.value },
    cpuMicros,
  };
  return { rows: [row], blocks, settings };
}

async function logIn(url: string): Promise<string> {
  const answer = await fetch(`${url}/api/v1/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(LOGIN),
  });
  return ((await answer.json()) as { accessToken: string }).accessToken;
}

/** CPU of the serving process for one request, in microseconds; that of the database is not in it. */
function cpuOf(blocks: readonly Block[], side: Side, answered: Record<Side, number>): number {
  const seconds = blocks.reduce((sum, block) => sum + (block.side === side ? (block.cpuSeconds ?? 0) : 0), 0);
  return (seconds / answered[side]) * 1e6;
}

async function addContacts({ stack, orgId }: BenchStack, count: number): Promise<string[]> {
  const pool = createPool(stack.urls.database.user, { max: 1, name: 'bench-contacts' });
  const numbers = unassignedNumbers().take(count).toArray();
  try {
    return await withOrg(pool, orgId, async (tx) => {
      const { rows } = await tx.query<{ id: string }>(
        `WITH made AS (
           INSERT INTO contact (org_id, phone_hash, language, zone, region, country, source, external_id, attributes)
           SELECT $1, sha256(n.e164::bytea), 'en', 'America/New_York', 'NY', 'US', 'bench', n.e164, '{"plan":"gold"}'
             FROM unnest($2::text[]) AS n (e164)
           RETURNING id, external_id)
         INSERT INTO contact_pii (org_id, contact_id, phone_e164, first_name, last_name, email)
         SELECT $1, id, external_id, 'Bench', 'Contact', 'bench@example.com' FROM made
         RETURNING contact_id AS id`,
        [orgId, numbers],
      );
      return rows.map(({ id }) => id);
    });
  } finally {
    await pool.end();
    await analyze(stack.urls.database.owner);
  }
}

/** Plans rest on what autovacuum would have counted by then. */
async function analyze(ownerUrl: string): Promise<void> {
  const owner = createPool(ownerUrl, { max: 1, name: 'bench-analyze' });
  await owner.query('ANALYZE contact, contact_pii');
  await owner.end();
}
