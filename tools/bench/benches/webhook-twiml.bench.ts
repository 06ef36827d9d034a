import { setTimeout as delay } from 'node:timers/promises';
import { launchCampaign } from '../../prove/system/launch-campaign.ts';
import type { Bench, BenchContext } from '../bench.types.ts';
import type { Child } from '../kit/child.ts';
import { compareLatency, type Served } from '../kit/compare-latency.ts';
import {
  type BenchStack,
  openBenchStack,
  pidsOf,
  unassignedNumbers,
  writeContacts,
} from '../system/bench-stack.ts';
import { Caller, Pool } from '../system/caller.ts';
import { prepareEchoFloor } from '../system/echo-floor.ts';
import { type SilentCarrier, startSilentCarrier } from '../system/silent-carrier.ts';

const CALLS = 60;
const PLACED_LIMIT_MS = 60_000;

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
      const floor = await prepareEchoFloor(bench, CALLS, floors);
      const goals = { p50: '≤ 1.5', p99: '≤ 2' };
      const result = await compareLatency(context, { ours, floor }, { name: 'webhook-twiml', goals });
      return { ...result, settings: { calls: CALLS, ...result.settings } };
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
