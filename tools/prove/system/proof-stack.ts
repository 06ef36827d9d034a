import { join } from 'node:path';
import { seed } from '../../../db/seed.ts';
import type { RuleClock } from '../../../domain/clock.ts';
import { ApiClient } from '../../demo/api-client.ts';
import { openStack } from '../../stack/open-stack.ts';
import { databaseUrls } from '../../stack/parts/postgres.ts';
import { loadSecrets } from '../../stack/secrets.ts';
import type { ProcessEnv, Stack } from '../../stack/stack.ts';
import { recordedPorts } from '../../stack/stack-ports.ts';
import { OUR_NUMBER, writeFaultPlan } from './proof-people.ts';

/** How a system under proof is to run. */
export interface ProofStackOptions {
  readonly folder: string;
  readonly seed: number;
  /** Carrier faults by number pattern. */
  readonly withFaults: boolean;
  /** Additions for single processes: kill points, sizes. */
  readonly processEnv?: ProcessEnv;
  readonly say: (line: string) => void;
}

/** A whole system of its own, with one organization, that a proof may break. */
export interface ProofStack {
  readonly stack: Stack;
  readonly api: ApiClient;
  readonly orgId: string;
  readonly ruleClock: RuleClock;
  readonly truthPath: string;
  /** A role that row-level security does not bind, for the dump alone. */
  readonly dumpUrl: string;
  readonly options: ProofStackOptions;
}

const TIME_SCALE = 100;
/** Slow enough that a proof of 20 minutes stays within one day's calling hours. */
const RULE_RATE = 30;
/** Five past eight in New York on a Tuesday. */
const PROOF_DAY_MS = Date.UTC(2026, 2, 3, 13, 5);
const LOGIN = { email: 'admin@proof.example.com', password: 'correct-horse-battery' };
const API_PATIENCE_MS = 90_000;

/** Starts a stack in the folder on free ports, seeded; `down` of its stack ends it. */
export async function openProofStack(options: ProofStackOptions): Promise<ProofStack> {
  const stack = await openStack({
    stateDir: join(options.folder, 'stack'),
    ports: 'auto',
    what: 'npm run prove',
    report: () => {},
  });
  try {
    await stack.startServers();
    await stack.migrate();
    const ruleClock = { baseAppMs: PROOF_DAY_MS, baseRealMs: Date.now(), rate: RULE_RATE };
    const { orgId } = await seedProof(stack, ruleClock);
    const truthPath = join(options.folder, 'truth.jsonl');
    await stack.startProcesses(undefined, processEnvOf(options, truthPath));
    const api = new ApiClient(stack.urls.api, API_PATIENCE_MS);
    await api.logIn(LOGIN.email, LOGIN.password);
    const { postgres } = recordedPorts(stack.layout) ?? { postgres: 0 };
    const dumpUrl = databaseUrls(postgres, loadSecrets(stack.layout)).superuser;
    return { stack, api, orgId, ruleClock, truthPath, dumpUrl, options };
  } catch (error) {
    await stack.down();
    throw error;
  }
}

function seedProof(stack: Stack, ruleClock: RuleClock): Promise<{ orgId: string }> {
  return seed({
    ownerUrl: stack.urls.database.owner,
    orgName: 'Proof',
    orgRef: 'proof',
    adminEmail: LOGIN.email,
    adminPassword: LOGIN.password,
    carrier: { ...stack.carrier, cps: 30, maxConcurrent: 100 },
    numbers: [{ e164: OUR_NUMBER, language: 'en' }],
    ruleClock,
  });
}

/** Environment of the processes: people and waits a hundred times faster, the emulator in strict mode. */
export function processEnvOf(options: ProofStackOptions, truthPath: string): ProcessEnv {
  const { folder, seed: emulatorSeed, withFaults, processEnv = {} } = options;
  const ours = { TIMINGS_SCALE: String(1 / TIME_SCALE), LOG_LEVEL: 'warn' };
  return {
    api: { ...ours, ...processEnv.api },
    jobs: { ...ours, ...processEnv.jobs },
    'worker-calls': { ...ours, ...processEnv['worker-calls'] },
    'worker-campaigns': { ...ours, ...processEnv['worker-campaigns'] },
    emulator: {
      EMULATOR_SEED: String(emulatorSeed),
      EMULATOR_TIME_SCALE: String(TIME_SCALE),
      EMULATOR_TRUTH: truthPath,
      EMULATOR_CPS: '60',
      EMULATOR_STRICT: '1',
      ...(withFaults && { EMULATOR_FAULTS: writeFaultPlan(folder) }),
      ...processEnv.emulator,
    },
  };
}
