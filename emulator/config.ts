import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { parseFaultPlan } from './faults/parse.ts';
import type { FaultPlan } from './faults/plan.ts';
import { parsePersonaFile } from './people/directory.ts';
import type { PersonaFile } from './people/persona.ts';

const e164 = z.string().regex(/^\+[1-9]\d{6,14}$/, 'a number is + and 7 to 15 digits');
const hexSid = z.string().regex(/^AC[0-9a-f]{32}$/i, 'an account sid is AC and 32 hexadecimal digits');

/** Set on the command line by its name alone, in the environment by a word. */
const flag = z
  .union([z.boolean(), z.enum(['true', 'false', '1', '0', ''])])
  .default(false)
  .transform((value) => value === true || value === 'true' || value === '1');

const settingsSchema = z.strictObject({
  port: z.coerce.number().int().min(0).max(65_535).default(0),
  seed: z.coerce.number().int().default(1),
  timeScale: z.coerce.number().min(1).max(1_000).default(1),
  truth: z
    .string()
    .min(1)
    .default(join(tmpdir(), `emulator-truth-${process.pid}.jsonl`)),
  accountSid: hexSid.default(`AC${'0'.repeat(31)}1`),
  authToken: z.string().min(1).default('emulator-auth-token'),
  cps: z.coerce.number().positive().max(10_000).default(50),
  concurrency: z.coerce.number().int().positive().default(100),
  strict: flag,
  personas: z.string().optional(),
  faults: z.string().optional(),
  numbers: z.string().default(''),
  allowHost: z.string().default(''),
  openMedia: flag,
});

/** Everything an emulator is started with. Absent options have the defaults of the README. */
export interface EmulatorConfig {
  readonly port: number;
  readonly seed: number;
  /** People's time per wall time, 1..1000. */
  readonly timeScale: number;
  readonly truthPath: string;
  readonly accountSid: string;
  readonly authToken: string;
  /** Calls started per wall second; more wait in the queue. */
  readonly cps: number;
  /** REST requests at a time; more are refused with 429. */
  readonly concurrency: number;
  /** Unknown TwiML verbs and attributes fail the document. */
  readonly strict: boolean;
  /** The audio of recordings is served without authentication. */
  readonly openMedia: boolean;
  /** Own numbers. When none is given, any From is accepted and becomes one. */
  readonly numbers: readonly string[];
  /** Hosts beyond this machine that webhooks may go to. */
  readonly allowHosts: readonly string[];
  readonly personas: PersonaFile;
  readonly faults: FaultPlan;
}

/** The options are wrong: `problems` has one line per fault. */
export class ConfigError extends Error {
  readonly problems: readonly string[];
  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.problems = problems;
  }
}

const OPTIONS = {
  port: { type: 'string' },
  seed: { type: 'string' },
  'time-scale': { type: 'string' },
  truth: { type: 'string' },
  'account-sid': { type: 'string' },
  'auth-token': { type: 'string' },
  cps: { type: 'string' },
  concurrency: { type: 'string' },
  strict: { type: 'boolean' },
  personas: { type: 'string' },
  faults: { type: 'string' },
  numbers: { type: 'string' },
  'allow-host': { type: 'string' },
  'open-media': { type: 'boolean' },
} as const;

/**
 * Options from the command line over those of the environment (EMULATOR_TIME_SCALE for --time-scale). Reads the
 * persona and fault files. Throws ConfigError with every fault at once.
 */
export function configFrom(argv: readonly string[], environment: NodeJS.ProcessEnv): EmulatorConfig {
  const settings = settingsSchema.safeParse({ ...fromEnvironment(environment), ...fromArguments(argv) });
  if (!settings.success) {
    throw new ConfigError(settings.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`));
  }
  const { truth, personas, faults, allowHost, numbers, ...rest } = settings.data;
  const own = list(numbers);
  const badNumber = own.find((number) => !e164.safeParse(number).success);
  if (badNumber !== undefined) throw new ConfigError([`numbers: ${badNumber} is not a number in E.164 form`]);
  return {
    ...rest,
    truthPath: truth,
    numbers: own,
    allowHosts: list(allowHost),
    personas: personas === undefined ? parsePersonaFile({}) : parsePersonaFile(readJson(personas)),
    faults: faultsFrom(faults),
  };
}

/** A whole configuration from a part of it, for tests that start the emulator in their own process. */
export function completeConfig(part: Partial<EmulatorConfig>): EmulatorConfig {
  return { ...configFrom([], {}), ...part };
}

function fromArguments(argv: readonly string[]): Readonly<Record<string, unknown>> {
  try {
    const { values } = parseArgs({
      args: [...argv],
      options: OPTIONS,
      strict: true,
      allowPositionals: false,
    });
    return Object.fromEntries(Object.entries(values).map(([name, value]) => [camel(name), value]));
  } catch (error) {
    throw new ConfigError([(error as Error).message]);
  }
}

function fromEnvironment(environment: NodeJS.ProcessEnv): Readonly<Record<string, unknown>> {
  const given = Object.keys(OPTIONS).flatMap((name) => {
    const value = environment[`EMULATOR_${name.replaceAll('-', '_').toUpperCase()}`];
    return value === undefined || value === '' ? [] : [[camel(name), value]];
  });
  return Object.fromEntries(given) as Readonly<Record<string, unknown>>;
}

function faultsFrom(setting: string | undefined): FaultPlan {
  if (setting === undefined) return parseFaultPlan({});
  return parseFaultPlan(setting === 'by-number' ? { byNumber: true } : readJson(setting));
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new ConfigError([`${path}: ${(error as Error).message}`]);
  }
}

function camel(name: string): string {
  return name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}

function list(text: string): string[] {
  return text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}
