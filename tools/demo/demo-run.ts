import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { createPool } from '../../db/pool.ts';
import { seed } from '../../db/seed.ts';
import { withOrg } from '../../db/tenant.ts';
import { type RuleClock, ruleTimeMs } from '../../domain/clock.ts';
import type { ProcessEnv, Stack } from '../stack/stack.ts';
import type { DemoOptions } from './demo-options.ts';

/** 17:00 UTC on a Tuesday: inside the calling hours of every zone in the demo's list but for a few planted contacts. */
const DEMO_DAY_MS = Date.UTC(2026, 2, 3, 17);
const PASSWORD = 'correct-horse-battery';
/** Who runs the installation: sees its processes and organizations, and no organization's people. */
const OPERATOR = { email: 'operator@example.com', password: PASSWORD };
/** Our own number in the demo; nobody has it. */
const OUR_NUMBER = '+12025550100';

const recordSchema = z.object({
  number: z.int(),
  campaignId: z.string().nullable(),
  seed: z.int(),
  ruleNowMs: z.number(),
  /** How rule time ran in each start of the demo, oldest first. */
  clocks: z.array(z.object({ baseAppMs: z.number(), baseRealMs: z.number(), rate: z.number() })).default([]),
});

/** One demo: its organization, its clock, and how its processes are started. */
export interface DemoRun {
  orgId: string;
  login: { email: string; password: string };
  operator: { email: string; password: string };
  /** The number that people are called from, and that they can call; E.164. */
  ourNumber: string;
  truthPath: string;
  ruleClock: RuleClock;
  /** The clocks of starts that were killed before the campaign's end, oldest first. */
  earlierClocks: readonly RuleClock[];
  processEnv: ProcessEnv;
  /** The campaign of a demo that was killed before its end: it goes on. */
  campaignId: string | null;
  /** Remembers how far the demo is, for the next start. */
  keep(campaignId: string): void;
}

/**
 * Goes on with the demo that was killed before its end, or makes the next one: each has an organization of its own, so
 * that whatever you built in this stack stays as it is.
 */
export async function openDemoRun(stack: Stack, options: DemoOptions): Promise<DemoRun> {
  const recordPath = join(stack.layout.stateDir, 'demo.json');
  const last = existsSync(recordPath)
    ? recordSchema.parse(JSON.parse(readFileSync(recordPath, 'utf8')))
    : null;
  const first = await seedDemo(stack, options, last?.number ?? 1, last?.ruleNowMs ?? DEMO_DAY_MS);
  const isUnfinished = last?.campaignId != null && (await isOpen(stack, first.orgId, last.campaignId));
  const number = isUnfinished || !last ? (last?.number ?? 1) : last.number + 1;
  const seeded = isUnfinished || !last ? first : await seedDemo(stack, options, number, DEMO_DAY_MS);
  const earlierClocks = isUnfinished ? (last?.clocks ?? []) : [];
  const clocks = [...earlierClocks, seeded.ruleClock];
  const truthPath = join(stack.layout.stateDir, `truth-${number}.jsonl`);
  return {
    ...seeded,
    operator: OPERATOR,
    ourNumber: OUR_NUMBER,
    truthPath,
    earlierClocks,
    campaignId: isUnfinished ? (last?.campaignId ?? null) : null,
    processEnv: processEnvOf(options, truthPath),
    keep(campaignId) {
      const ruleNowMs = ruleTimeMs(seeded.ruleClock, Date.now());
      writeFileSync(
        recordPath,
        JSON.stringify({ number, campaignId, seed: options.seed, ruleNowMs, clocks }),
      );
    },
  };
}

async function seedDemo(stack: Stack, options: DemoOptions, number: number, ruleNowMs: number) {
  const ruleClock = { baseAppMs: ruleNowMs, baseRealMs: Date.now(), rate: options.ruleRate };
  const login = { email: `admin@demo-${number}.example.com`, password: PASSWORD };
  const { orgId } = await seed({
    ownerUrl: stack.urls.database.owner,
    orgName: `Demo clinic ${number}`,
    orgRef: `demo-${number}`,
    adminEmail: login.email,
    adminPassword: login.password,
    operator: OPERATOR,
    carrier: { ...stack.carrier, cps: options.cps, maxConcurrent: 100 },
    numbers: [{ e164: OUR_NUMBER, language: 'en' }],
    ruleClock,
  });
  return { orgId, login, ruleClock };
}

async function isOpen(stack: Stack, orgId: string, campaignId: string): Promise<boolean> {
  const pool = createPool(stack.urls.database.user, { max: 1 });
  try {
    const { rows } = await withOrg(pool, orgId, (tx) =>
      tx.query<{ state: string }>('SELECT state FROM campaign WHERE id = $1', [campaignId]),
    );
    return rows[0] !== undefined && !['completed', 'canceled'].includes(rows[0].state);
  } finally {
    await pool.end();
  }
}

function processEnvOf(options: DemoOptions, truthPath: string): ProcessEnv {
  const timings = { TIMINGS_SCALE: String(1 / options.timeScale) };
  return {
    api: timings,
    jobs: timings,
    'worker-calls': timings,
    'worker-campaigns': timings,
    emulator: {
      EMULATOR_SEED: String(options.seed),
      EMULATOR_TIME_SCALE: String(options.timeScale),
      EMULATOR_TRUTH: truthPath,
      EMULATOR_PERSONAS: resolve(options.personas),
      EMULATOR_CPS: String(options.cps * 2),
    },
  };
}
