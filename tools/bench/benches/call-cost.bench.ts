import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import { listRuns } from '../../prove/check/temporal-listing.ts';
import { launchCampaign } from '../../prove/system/launch-campaign.ts';
import type { Bench, BenchContext } from '../bench.types.ts';
import { connectClient } from '../floors/echo-server.ts';
import { exactRow } from '../kit/rows.ts';
import { openBenchStack, unassignedNumbers, writeContacts } from '../system/bench-stack.ts';

const CALLS = 30;
const LIMIT_MS = 90_000;

/** Derived minima of docs/guide/benchmarks.md: a dial as a regular activity with the end as a signal; one Update. */
const MINIMUM = { events: 15, transitions: 10, updateEvents: 5, updateTransitions: 1 };

/** What one call cost the engine. */
interface CallCost {
  readonly events: number;
  readonly transitions: number;
  readonly updates: number;
}

/** Events and transitions of real calls on a real campaign, counted from their histories: no noise, no seconds. */
export const callCostBench: Bench = {
  name: 'call-cost',
  async run(context) {
    const bench = await openBenchStack({
      folder: context.folder,
      processEnv: { emulator: emulatorEnv(context) },
    });
    const client = await connectClient(bench.stack.urls.temporal);
    try {
      const contacts = writeContacts(context.folder, 'cost', unassignedNumbers().take(CALLS).toArray());
      const order = { contacts, name: 'call-cost', maxConcurrent: 2, maxAttempts: 1 };
      const campaignId = await launchCampaign(bench.api, order);
      const limitMs = performance.now() + LIMIT_MS;
      for (let state = ''; state !== 'completed'; await delay(200)) {
        ({ state } = await bench.api.get<{ state: string }>(`/api/v1/campaigns/${campaignId}/progress`));
        if (performance.now() > limitMs) throw new Error(`the campaign is still ${state}`);
      }
      return {
        rows: toRows(await costsOf(client)),
        blocks: [],
        settings: { calls: CALLS, maxConcurrent: 2 },
      };
    } finally {
      await client.connection.close();
      await bench.stack.down();
    }
  },
};

/** Calls one after another of people who answer and press a key, and of lines that do not answer. */
function emulatorEnv({ folder, seed }: BenchContext): Record<string, string> {
  const personas = join(folder, 'personas.json');
  const mix = ['presses_1', 'presses_0_then_1', 'no_answer'].map((persona) => ({ persona, weight: 1 }));
  writeFileSync(personas, JSON.stringify({ mix }));
  return {
    EMULATOR_SEED: String(seed),
    EMULATOR_TIME_SCALE: '20',
    EMULATOR_PERSONAS: personas,
    EMULATOR_TRUTH: join(folder, 'truth.jsonl'),
  };
}

async function costsOf(client: Client): Promise<CallCost[]> {
  const calls = (await listRuns(client)).filter(({ workflowId }) => workflowId.startsWith('call:'));
  return Promise.all(
    calls.map(async ({ workflowId, runId }) => {
      const handle = client.workflow.getHandle(workflowId, runId);
      const [{ raw }, history] = await Promise.all([handle.describe(), handle.fetchHistory()]);
      const events = history.events ?? [];
      const updates = events.filter((event) => event.workflowExecutionUpdateCompletedEventAttributes).length;
      return {
        events: events.length,
        transitions: Number(raw.workflowExecutionInfo?.stateTransitionCount),
        updates,
      };
    }),
  );
}

function toRows(costs: readonly CallCost[]) {
  const silent = costs.filter(({ updates }) => updates === 0);
  const talking = costs.filter(({ updates }) => updates > 0);
  const base = { events: least(silent, 'events'), transitions: least(silent, 'transitions') };
  const perUpdate = (kind: 'events' | 'transitions') =>
    talking.map((cost) => (cost[kind] - base[kind]) / cost.updates);
  const row = (name: string, unit: string, goal: string) => ({ name: `call-cost.${name}`, unit, goal });
  return [
    exactRow(
      row('events', 'events', '≤ 1.2'),
      silent.map(({ events }) => events),
      MINIMUM.events,
    ),
    exactRow(
      row('transitions', 'transitions', '≤ 1.2'),
      silent.map(({ transitions }) => transitions),
      MINIMUM.transitions,
    ),
    exactRow(row('update-events', 'events', '1.0'), perUpdate('events'), MINIMUM.updateEvents),
    exactRow(
      row('update-transitions', 'transitions', '1.0'),
      perUpdate('transitions'),
      MINIMUM.updateTransitions,
    ),
  ];
}

function least(costs: readonly CallCost[], kind: 'events' | 'transitions'): number {
  return Math.min(...costs.map((cost) => cost[kind]));
}
