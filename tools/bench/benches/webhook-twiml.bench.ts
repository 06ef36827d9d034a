import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { createRandom, deriveSeed } from '../../prove/random.ts';
import { launchCampaign } from '../../prove/system/launch-campaign.ts';
import type { Bench, BenchContext, BenchResult } from '../bench.types.ts';
import { connectClient } from '../floors/echo-server.ts';
import { type BlockResult, blockOrder, runBlocks, type Side, toQuads } from '../kit/blocks.ts';
import { startChild, type Child } from '../kit/child.ts';
import { closedLoop, openLoop, type Request } from '../kit/load.ts';
import { cpuSecondsOf } from '../kit/process-cost.ts';
import { timedRow } from '../kit/rows.ts';
import { median } from '../kit/statistics.ts';
import { judgeQuantile } from '../kit/verdict.ts';
import {
  type BenchStack,
  openBenchStack,
  pidsOf,
  unassignedNumbers,
  writeContacts,
} from '../system/bench-stack.ts';
import { Caller, Pool } from '../system/caller.ts';
import { post } from '../system/post.ts';
import { type SilentCarrier, startSilentCarrier } from '../system/silent-carrier.ts';

const CALLS = 60;
const BLOCK_MS = 6_000;
const CAPACITY = { concurrency: 12, durationMs: 6_000 };
const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
const PLACED_LIMIT_MS = 60_000;

/** One side of the comparison: a request, and the processes that serve it. */
interface Served {
  readonly request: Request;
  readonly pids: readonly number[];
}

/**
 * A menu step, from the carrier's webhook to its TwiML (signature, Update, interpreter, rendering), against a bare
 * Express endpoint that does an echo Update on the same server. Open loop at half of the lower capacity.
 */
export const webhookTwimlBench: Bench = {
  name: 'webhook-twiml',
  async run(context) {
    const carrier = await startSilentCarrier();
    const bench = await openBenchStack({ folder: context.folder, carrierUrl: carrier.url });
    const floors: Child[] = [];
    try {
      const ours = await prepareOurs(context, bench, carrier);
      const floor = await prepareFloor(bench, floors);
      return await compare(context, { ours, floor });
    } finally {
      for (const child of floors) await child.stop();
      await bench.stack.down();
      carrier.close();
    }
  },
};

async function prepareOurs(
  context: BenchContext,
  bench: BenchStack,
  carrier: SilentCarrier,
): Promise<Served> {
  const contacts = writeContacts(context.folder, 'webhook', unassignedNumbers().take(CALLS).toArray());
  await launchCampaign(bench.api, { contacts, name: 'webhook-twiml', maxConcurrent: CALLS, maxAttempts: 1 });
  const limitMs = performance.now() + PLACED_LIMIT_MS;
  while (carrier.orders.length < CALLS) {
    if (performance.now() > limitMs)
      throw new Error(`only ${carrier.orders.length} of ${CALLS} calls were placed`);
    await delay(100);
  }
  const { authToken } = bench.stack.carrier;
  const callers = carrier.orders.map((order) => new Caller(order, authToken));
  for (const caller of callers) await caller.answer();
  const pool = new Pool(callers);
  return { request: () => pool.with((caller) => caller.press('0')), pids: pidsOf(bench) };
}

async function prepareFloor({ stack }: BenchStack, children: Child[]): Promise<Served> {
  const env = { TEMPORAL_ADDRESS: stack.urls.temporal, TASK_QUEUE: `floor-${randomUUID()}` };
  const file = (name: string) => new URL(`../floors/${name}`, import.meta.url).pathname;
  const worker = await startChild(file('floor-worker.ts'), env);
  children.push(worker);
  const server = await startChild(file('echo-server.main.ts'), env);
  children.push(server);
  const client = await connectClient(env.TEMPORAL_ADDRESS);
  const ids = Array.from({ length: CALLS }, () => `echo:${randomUUID()}`);
  for (const workflowId of ids)
    await client.workflow.start('echoCalls', { taskQueue: env.TASK_QUEUE, workflowId });
  await client.connection.close();
  const pool = new Pool(ids);
  const request = (): Promise<void> =>
    pool.with(async (id) => {
      const url = `${server.ready.url}/echo?w=${id}&u=${randomUUID()}`;
      const { status } = await post(url, FORM, 'Digits=0&CallStatus=in-progress');
      if (status !== 200) throw new Error(`echo answered ${status}`);
    });
  return { request, pids: [worker.pid, server.pid] };
}

async function compare(
  { seed, quads, say }: BenchContext,
  sides: Record<Side, Served>,
): Promise<BenchResult> {
  const capacity = { ours: await capacityOf(sides.ours), floor: await capacityOf(sides.floor) };
  const perSecond = Math.min(capacity.ours, capacity.floor) / 2;
  say(
    `capacity ${capacity.ours.toFixed(0)}/s, floor ${capacity.floor.toFixed(0)}/s; measuring at ${perSecond.toFixed(0)}/s`,
  );
  const runBlock = async (side: Side): Promise<BlockResult> => {
    const { request, pids } = sides[side];
    const cpuBefore = cpuSecondsOf(pids);
    const load = await openLoop(request, { perSecond, durationMs: BLOCK_MS });
    if (load.failures > 0) throw new Error(`${side}: ${load.failures} of the requests failed`);
    return {
      value: median(load.latenciesMs),
      samples: load.latenciesMs,
      cpuSeconds: cpuSecondsOf(pids) - cpuBefore,
    };
  };
  const order = blockOrder(quads, createRandom(seed));
  const blocks = await runBlocks(order, runBlock, ({ side, value }) =>
    say(`${side} p50 ${value.toFixed(1)} ms`),
  );
  const judged = toQuads(blocks);
  const random = createRandom(deriveSeed(seed, 1));
  const p50 = judgeQuantile(judged, 0.5, 'less', random);
  const p99 = judgeQuantile(judged, 0.99, 'less', random);
  const load = `${perSecond.toFixed(0)}/s, half of the lower capacity`;
  const added = (verdict: { ours: number; floor: number }) =>
    `${(verdict.ours - verdict.floor).toFixed(1)} ms added; ${load}`;
  return {
    rows: [
      timedRow({ name: 'webhook-twiml.p50', goal: '≤ 1.5', unit: 'ms' }, p50, added(p50)),
      timedRow({ name: 'webhook-twiml.p99', goal: '≤ 2', unit: 'ms' }, p99, added(p99)),
    ],
    blocks,
    settings: { calls: CALLS, capacity, perSecond, blockMs: BLOCK_MS },
  };
}

async function capacityOf({ request }: Served): Promise<number> {
  const { latenciesMs, tookMs, failures } = await closedLoop(request, CAPACITY);
  if (failures > 0) throw new Error(`${failures} requests failed while the capacity was measured`);
  return (latenciesMs.length / tookMs) * 1_000;
}
