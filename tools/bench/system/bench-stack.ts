import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { seed } from '../../../db/seed.ts';
import { ApiClient } from '../../demo/api-client.ts';
import { residentBytesOf } from '../kit/process-cost.ts';
import { openStack } from '../../stack/open-stack.ts';
import type { ProcessEnv, Stack } from '../../stack/stack.ts';

/** A system to measure, seeded, with nothing on it. */
export interface BenchStack {
  readonly stack: Stack;
  readonly api: ApiClient;
  readonly orgId: string;
}

/** Who signs in to a system that is measured. */
export const LOGIN = { email: 'admin@bench.example.com', password: 'correct-horse-battery' };
/** The number of the organization under measurement, and its name in webhook addresses. */
export const BENCH_NUMBER = '+12025550100';
export const BENCH_ORG_REF = 'bench';
/** Noon in New York on a Tuesday; rule time runs as the clock does. */
const BENCH_DAY_MS = Date.UTC(2026, 2, 3, 17);
const OURS = ['api', 'worker-calls', 'worker-campaigns', 'jobs'] as const;

/**
 * Starts a stack in the folder on free ports, with all of our processes unless told; with `carrierUrl` calls go there,
 * else to the emulator of the stack.
 */
export async function openBenchStack(options: {
  folder: string;
  carrierUrl?: string;
  processEnv?: ProcessEnv;
  processes?: readonly (typeof OURS)[number][];
}): Promise<BenchStack> {
  const { folder, carrierUrl, processEnv = {}, processes = OURS } = options;
  const stateDir = join(folder, 'stack');
  const stack = await openStack({ stateDir, ports: 'auto', what: 'npm run bench', report: () => {} });
  try {
    await stack.startServers();
    await stack.migrate();
    const { orgId } = await seed({
      ownerUrl: stack.urls.database.owner,
      orgName: 'Bench',
      orgRef: BENCH_ORG_REF,
      adminEmail: LOGIN.email,
      adminPassword: LOGIN.password,
      carrier: {
        ...stack.carrier,
        ...(carrierUrl && { apiBaseUrl: carrierUrl }),
        cps: 500,
        maxConcurrent: 1_000,
      },
      numbers: [{ e164: BENCH_NUMBER, language: 'en' }],
      ruleClock: { baseAppMs: BENCH_DAY_MS, baseRealMs: Date.now(), rate: 1 },
    });
    const quiet = Object.fromEntries(
      OURS.map((name) => [name, { LOG_LEVEL: 'warn', ...processEnv[name] }]),
    ) as ProcessEnv;
    const names = carrierUrl ? processes : ([...processes, 'emulator'] as const);
    await stack.startProcesses(names, { ...processEnv, ...quiet });
    const api = new ApiClient(stack.urls.api, 30_000);
    await api.logIn(LOGIN.email, LOGIN.password);
    return { stack, api, orgId };
  } catch (error) {
    await stack.down();
    throw error;
  }
}

/** Pids of our processes, for their CPU. */
export function pidsOf({ stack }: BenchStack): number[] {
  return OURS.flatMap((name) => stack.pidOf(name) ?? []);
}

/** Resident megabytes of each of our processes now. */
export function residentMbOf({ stack }: BenchStack): Record<string, number> {
  const mbOf = (pid: number | undefined) => (pid === undefined ? 0 : residentBytesOf([pid]) / 2 ** 20);
  return Object.fromEntries(OURS.map((name) => [name, mbOf(stack.pidOf(name))]));
}

interface ZoneTable {
  readonly prefixes: Readonly<Record<string, number>>;
}

/** Every 555-01xx number of the North American plan, which no operator has assigned: 100 for each area code. */
export function* unassignedNumbers(): Generator<string> {
  const file = new URL('../../../domain/phone/zones.json', import.meta.url);
  const { prefixes } = JSON.parse(readFileSync(file, 'utf8')) as ZoneTable;
  const areas = Object.keys(prefixes).filter((prefix) => /^1\d{3}$/.test(prefix));
  for (let last = 0; last < 100; last++) {
    for (const area of areas) yield `+${area}55501${String(last).padStart(2, '0')}`;
  }
}

/** A contacts file with these numbers, all of New York time; answers its path. */
export function writeContacts(folder: string, name: string, numbers: readonly string[]): string {
  const path = join(folder, `${name}.csv`);
  const rows = numbers.map((number, index) => `${number},Bench${index},en,America/New_York`);
  writeFileSync(path, `phone,first_name,language,zone\n${rows.join('\n')}\n`);
  return path;
}
