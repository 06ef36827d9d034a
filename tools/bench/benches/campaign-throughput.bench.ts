import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import { createRandom, deriveSeed } from '../../prove/random.ts';
import { prepareCampaign, startCampaign } from '../../prove/system/launch-campaign.ts';
import type { ProcessEnv } from '../../stack/stack.ts';
import type { Bench, BenchContext } from '../bench.types.ts';
import { runBareCalls } from '../floors/bare-calls.ts';
import { connectClient } from '../floors/echo-server.ts';
import { type BlockResult, blockOrder, runBlocks, toQuads } from '../kit/blocks.ts';
import { type Child, startChild } from '../kit/child.ts';
import { cpuSecondsOf } from '../kit/process-cost.ts';
import { timedRow } from '../kit/rows.ts';
import { judgeValues } from '../kit/verdict.ts';
import {
  type BenchStack,
  openBenchStack,
  pidsOf,
  unassignedNumbers,
  writeContacts,
} from '../system/bench-stack.ts';

const CALLS = 200;
/** Enough to keep the machine busy; far more, and the calls of the floor queue so long that their events merge. */
const CONCURRENCY = 40;
/** The answer and one key. */
const UPDATES_PER_CALL = 2;
const BLOCK_LIMIT_MS = 120_000;

/**
 * Calls/s of a whole campaign (claim, dial, ring, two turns, status, closing, against the emulator on the same
 * machine) over calls/s of bare workflows with the same event list and no I/O.
 */
export const campaignThroughputBench: Bench = {
  name: 'campaign-throughput',
  async run(context) {
    const bench = await openBenchStack({ folder: context.folder, processEnv: emulatorEnv(context) });
    const client = await connectClient(bench.stack.urls.temporal);
    const children: Child[] = [];
    try {
      const bare = await chooseFloor(client, bench, children, context.say);
      const numbers = unassignedNumbers();
      const run = {
        ours: () => runCampaign(context, bench, takeNumbers(numbers)),
        floor: bare,
      };
      await run.ours();
      const order = blockOrder(context.quads, createRandom(context.seed));
      const blocks = await runBlocks(
        order,
        (side) => run[side](),
        ({ side, value }) => context.say(`${side} ${value.toFixed(1)} calls/s`),
      );
      const verdict = judgeValues(toQuads(blocks), 'more', createRandom(deriveSeed(context.seed, 1)));
      const note = `events a call: ${await eventsOf(client, 'conductCall')}, floor ${await eventsOf(client, 'bareCall')}`;
      return {
        rows: [timedRow({ name: 'campaign-throughput', goal: '≥ 0.5', unit: 'calls/s' }, verdict, note)],
        blocks,
        settings: {
          calls: CALLS,
          concurrency: CONCURRENCY,
          updatesPerCall: UPDATES_PER_CALL,
          floorWorkers: children.length,
        },
      };
    } finally {
      for (const child of children) await child.stop();
      await client.connection.close();
      await bench.stack.down();
    }
  },
};

function takeNumbers(numbers: Generator<string>): string[] {
  const taken: string[] = [];
  for (let next = numbers.next(); !next.done; next = numbers.next()) {
    taken.push(next.value);
    if (taken.length === CALLS) break;
  }
  return taken;
}

/** People a thousand times faster than life, who answer and press 1; a carrier that queues nothing. */
function emulatorEnv({ folder, seed }: BenchContext): ProcessEnv {
  const personas = join(folder, 'personas.json');
  writeFileSync(personas, JSON.stringify({ mix: [{ persona: 'presses_1', weight: 1 }] }));
  return {
    emulator: {
      EMULATOR_SEED: String(seed),
      EMULATOR_TIME_SCALE: '1000',
      EMULATOR_CPS: '10000',
      EMULATOR_CONCURRENCY: '1000',
      EMULATOR_PERSONAS: personas,
      EMULATOR_TRUTH: join(folder, 'truth.jsonl'),
    },
  };
}

async function runCampaign(
  context: BenchContext,
  bench: BenchStack,
  numbers: string[],
): Promise<BlockResult> {
  const name = `block-${numbers[0]?.slice(1)}`;
  const contacts = writeContacts(context.folder, name, numbers);
  const campaignId = await prepareCampaign(bench.api, {
    contacts,
    name,
    maxConcurrent: CONCURRENCY,
    maxAttempts: 1,
  });
  const pids = pidsOf(bench);
  const cpuBefore = cpuSecondsOf(pids);
  const startedMs = performance.now();
  await startCampaign(bench.api, campaignId);
  for (;;) {
    const { state, outcomes } = await bench.api.get<{ state: string; outcomes: Record<string, number> }>(
      `/api/v1/campaigns/${campaignId}/progress`,
    );
    const tookMs = performance.now() - startedMs;
    if (state === 'completed') {
      if (outcomes.answered !== CALLS)
        throw new Error(`not every call was answered: ${JSON.stringify(outcomes)}`);
      return { value: (CALLS / tookMs) * 1_000, cpuSeconds: cpuSecondsOf(pids) - cpuBefore };
    }
    if (tookMs > BLOCK_LIMIT_MS) throw new Error(`a block took over ${BLOCK_LIMIT_MS / 1_000} s`);
    await delay(100);
  }
}

/** Mean length of the histories of a type, for the comparison is only fair between equal ones. */
async function eventsOf(client: Client, type: string): Promise<string> {
  let [runs, events] = [0, 0];
  for await (const { historyLength } of client.workflow.list({ query: `WorkflowType = '${type}'` })) {
    runs += 1;
    events += historyLength;
  }
  return (events / runs).toFixed(1);
}

/** The faster of two honest floors, one worker process or two as ours has, found by a run of each. */
async function chooseFloor(
  client: Client,
  { stack }: BenchStack,
  children: Child[],
  say: (line: string) => void,
): Promise<() => Promise<BlockResult>> {
  const taskQueue = `floor-${randomUUID()}`;
  const file = new URL('../floors/floor-worker.ts', import.meta.url).pathname;
  const env = { TEMPORAL_ADDRESS: stack.urls.temporal, TASK_QUEUE: taskQueue };
  const order = { calls: CALLS, concurrency: CONCURRENCY, updatesPerCall: UPDATES_PER_CALL, taskQueue };
  const block = async (): Promise<BlockResult> => {
    const pids = children.map(({ pid }) => pid);
    const cpuBefore = cpuSecondsOf(pids);
    return { value: await runBareCalls(client, order), cpuSeconds: cpuSecondsOf(pids) - cpuBefore };
  };
  children.push(await startChild(file, env));
  await block();
  const withOne = (await block()).value;
  const second = await startChild(file, env);
  children.push(second);
  await block();
  const withTwo = (await block()).value;
  say(`floor: ${withOne.toFixed(1)} calls/s with one worker, ${withTwo.toFixed(1)} with two`);
  if (withOne > withTwo) {
    await second.stop();
    children.pop();
  }
  return block;
}
