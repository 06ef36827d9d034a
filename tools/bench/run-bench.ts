import { mkdirSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import type { Bench } from './bench.types.ts';
import { describeMachine, readMachineState, refuseToStart, stealShare } from './kit/environment.ts';
import { type BenchRow, writeRecord } from './kit/record.ts';
import { unmeasured } from './kit/rows.ts';

/** Where the figures go, and how the run was asked for. */
export interface RunOptions {
  readonly root: string;
  readonly seed: number;
  readonly quads: number;
  readonly isForced: boolean;
  readonly say: (line: string) => void;
}

/**
 * Runs one bench and keeps its record with every sample; answers its rows. One that cannot run, or a machine that is
 * not quiet, gives a row without figures that says why.
 */
export async function runBench({ name, run }: Bench, options: RunOptions): Promise<readonly BenchRow[]> {
  const { root, seed, quads, isForced } = options;
  const say = (line: string): void => options.say(`${name}: ${line}`);
  const about = { name, goal: '', unit: '' };
  const before = readMachineState();
  const refusal = isForced ? null : refuseToStart(before, cpus().length);
  if (refusal) return [unmeasured(about, refusal)];
  const startedAt = new Date().toISOString();
  const folder = join(root, `${name}-${startedAt.replaceAll(/[:.]/g, '-')}`);
  mkdirSync(folder, { recursive: true });
  try {
    const { rows, blocks, settings } = await run({ seed, quads, folder, say });
    const after = readMachineState();
    const machine = describeMachine();
    const stolen = stealShare(before, after);
    const record = {
      bench: name,
      seed,
      startedAt,
      machine,
      before,
      after,
      stealShare: stolen,
      settings,
      rows,
      blocks,
    };
    say(`samples in ${writeRecord(root, record)}`);
    return rows;
  } catch (error) {
    say(error instanceof Error ? (error.stack ?? error.message) : String(error));
    return [
      unmeasured(about, `not run: ${error instanceof Error ? error.message.split('\n')[0] : String(error)}`),
    ];
  }
}
