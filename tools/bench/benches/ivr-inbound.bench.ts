import { FLOW, publishFlow } from '../../prove/system/launch-campaign.ts';
import type { Bench, BenchContext } from '../bench.types.ts';
import type { Child } from '../kit/child.ts';
import { compareLatency, type Served } from '../kit/compare-latency.ts';
import { openLoop } from '../kit/load.ts';
import type { BenchRow } from '../kit/record.ts';
import { quantile } from '../kit/statistics.ts';
import {
  BENCH_NUMBER,
  BENCH_ORG_REF,
  type BenchStack,
  openBenchStack,
  pidsOf,
  residentMbOf,
  unassignedNumbers,
} from '../system/bench-stack.ts';
import { Caller, Pool } from '../system/caller.ts';
import { prepareEchoFloor } from '../system/echo-floor.ts';
import { startSilentCarrier } from '../system/silent-carrier.ts';

const CALLS = 200;
const CALLS_PER_SECOND = 10;
const LEAD_IN = { perSecond: 50, durationMs: 40_000 };

/**
 * A menu step of a call to our number while 200 such calls are in flight, against an echo Update over as many open runs;
 * and how much memory our processes take for all the turns beyond what the calls themselves took.
 */
export const ivrInboundBench: Bench = {
  name: 'ivr-inbound',
  async run(context) {
    const carrier = await startSilentCarrier();
    const bench = await openBenchStack({ folder: context.folder, carrierUrl: carrier.url });
    const floors: Child[] = [];
    try {
      const { served: ours, firstTurnsMs } = await receiveCalls(context, bench);
      const floor = await prepareEchoFloor(bench, CALLS, floors);
      // A process at work collects at its own pace: what it takes is compared with that, not with its rest.
      await openLoop(ours.request, LEAD_IN);
      const before = residentMbOf(bench);
      const goals = { p50: '≤ 1.5', p99: '≤ 2' };
      const result = await compareLatency(context, { ours, floor }, { name: 'ivr-inbound', goals });
      const firstTurn = { p50: quantile(firstTurnsMs, 0.5), p99: quantile(firstTurnsMs, 0.99) };
      return {
        ...result,
        rows: [...result.rows, memoryRow(before, residentMbOf(bench))],
        settings: {
          calls: CALLS,
          callsPerSecond: CALLS_PER_SECOND,
          firstTurnMs: firstTurn,
          ...result.settings,
        },
      };
    } finally {
      for (const child of floors) await child.stop();
      await bench.stack.down();
      carrier.close();
    }
  },
};

/** People call one after another until all are up, each having heard the menu. */
async function receiveCalls(
  { say }: BenchContext,
  bench: BenchStack,
): Promise<{ served: Served; firstTurnsMs: readonly number[] }> {
  await answerNumber(bench);
  const { urls, carrier } = bench.stack;
  const voiceUrl = `${urls.api}/webhooks/twilio/${BENCH_ORG_REF}/voice`;
  const callers = [...unassignedNumbers().take(CALLS)].map((From, index) => {
    const callSid = `CA${String(index + 1).padStart(32, '1')}`;
    const about = { From, To: BENCH_NUMBER, Direction: 'inbound' };
    return new Caller({ callSid, voiceUrl }, carrier.authToken, about);
  });
  const waiting = [...callers];
  const ring = async (): Promise<void> => waiting.shift()?.answer();
  const durationMs = (CALLS * 1_000) / CALLS_PER_SECOND;
  const first = await openLoop(ring, { perSecond: CALLS_PER_SECOND, durationMs });
  if (first.failures > 0) throw new Error(`${first.failures} of ${CALLS} calls were not answered`);
  say(`${callers.length} calls in flight, first turn p50 ${quantile(first.latenciesMs, 0.5).toFixed(1)} ms`);
  const pool = new Pool(callers);
  const served = { request: () => pool.with((caller) => caller.press('0')), pids: pidsOf(bench) };
  return { served, firstTurnsMs: first.latenciesMs };
}

async function answerNumber({ api }: BenchStack): Promise<void> {
  const flowId = await publishFlow(api, FLOW);
  const { data } = await api.get<{ data: { id: string }[] }>('/api/v1/phone-numbers');
  await api.patch(`/api/v1/phone-numbers/${data[0]?.id}`, { flowId });
}

/** Resident memory of our processes after all the turns, against that after the first of the same calls. */
function memoryRow(before: Record<string, number>, after: Record<string, number>): BenchRow {
  const [ours, floor] = [sum(after), sum(before)];
  const ratio = ours / floor;
  const grown = Object.entries(after).map(([name, mb]) => `${name} ${(mb - (before[name] ?? 0)).toFixed(0)}`);
  return {
    name: 'ivr-inbound.memory',
    goal: '≤ 1.25',
    unit: 'MB',
    ours,
    floor,
    ratio,
    low: ratio,
    high: ratio,
    valid: true,
    note: `all our processes, after all the turns and after the first 2,000; counted once; MB more: ${grown.join(', ')}`,
  };
}

function sum(amounts: Readonly<Record<string, number>>): number {
  return Object.values(amounts).reduce((total, amount) => total + amount, 0);
}
