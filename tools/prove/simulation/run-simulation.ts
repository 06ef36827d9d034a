import {
  CALL_FAULTS,
  CREATE_FAULTS,
  type Fault,
  type PlantedBug,
  type SimulationResult,
  WEBHOOK_FAULTS,
} from './simulation.types.ts';
import { simulate } from './simulate.ts';

/** What many runs found together. */
export interface SimulationReport {
  readonly runs: number;
  readonly accepted: number;
  readonly doubleDialed: number;
  readonly lost: number;
  readonly stuck: number;
  readonly misreported: number;
  /** How often each fault really happened: a fault at zero was not tested. */
  readonly faults: Readonly<Partial<Record<Fault, number>>>;
  /** The first failing run, as small as it could be made. */
  readonly failure: Failure | null;
}

/** A failing run and how to see it again. */
export interface Failure {
  readonly seed: number;
  /** Faults that are not needed for it. */
  readonly without: readonly Fault[];
  readonly result: SimulationResult;
}

/** Simulates `runs` seeds from `firstSeed` on. Stops at the first failure where `stopsEarly`. */
export function runSimulation(options: {
  firstSeed: number;
  runs: number;
  bug?: PlantedBug;
  stopsEarly?: boolean;
}): SimulationReport {
  const counts = { doubleDialed: 0, lost: 0, stuck: 0, misreported: 0 };
  const faults: Partial<Record<Fault, number>> = {};
  let accepted = 0;
  let failedSeed: number | null = null;
  let runs = 0;
  while (runs < options.runs && !(options.stopsEarly && failedSeed !== null)) {
    const seed = options.firstSeed + runs;
    const result = simulate({ seed, ...withBug(options.bug) });
    runs += 1;
    accepted += result.accepted;
    for (const [name, count] of Object.entries(result.faults) as [Fault, number][]) {
      faults[name] = (faults[name] ?? 0) + count;
    }
    for (const { kind } of result.violations) counts[kind] += 1;
    if (result.violations.length > 0) failedSeed ??= seed;
  }
  const failure = failedSeed === null ? null : shrink(failedSeed, options.bug);
  return { runs, accepted, ...counts, faults, failure };
}

const ALL_FAULTS: readonly Fault[] = [
  ...CREATE_FAULTS,
  ...CALL_FAULTS,
  ...WEBHOOK_FAULTS,
  'pause',
  'crash',
  'reset',
  'wipe',
];
const SEEDS_NEARBY = 40;

/** Takes faults away one by one as long as this seed, or one near it, still fails, and traces what is left. */
export function shrink(seed: number, bug?: PlantedBug): Failure {
  const without = new Set<Fault>();
  let failingSeed = seed;
  for (const fault of ALL_FAULTS) {
    without.add(fault);
    const found = findFailing(failingSeed, bug, without);
    if (found === null) without.delete(fault);
    else failingSeed = found;
  }
  const result = simulate({ seed: failingSeed, without, isTraced: true, ...withBug(bug) });
  return { seed: failingSeed, without: [...without], result };
}

function findFailing(seed: number, bug: PlantedBug | undefined, without: ReadonlySet<Fault>): number | null {
  for (let near = seed; near < seed + SEEDS_NEARBY; near++) {
    if (simulate({ seed: near, without, ...withBug(bug) }).violations.length > 0) return near;
  }
  return null;
}

function withBug(bug: PlantedBug | undefined): { bug?: PlantedBug } {
  return bug === undefined ? {} : { bug };
}

/** A failure as text: how to repeat it, what was violated, and the last steps before. */
export function describeFailure({ seed, without, result }: Failure, lines = 60): string {
  const head = `seed ${seed}, without ${without.join(' ') || 'nothing'} (${result.steps} steps)`;
  const found = result.violations.map(({ kind, why }) => `  ${kind}: ${why}`);
  return [head, ...found, ...result.trace.slice(-lines).map((line) => `    ${line}`)].join('\n');
}
