import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Block } from './blocks.ts';
import type { Machine, MachineState } from './environment.ts';

/** One line of `--output json`: a measured ratio, or why there is none. */
export interface BenchRow {
  readonly name: string;
  readonly ours: number | null;
  readonly floor: number | null;
  readonly ratio: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly goal: string;
  readonly valid: boolean;
  readonly unit: string;
  /** Why the row is not valid, or what a reader must know. */
  readonly note: string;
}

/** Everything that a quoted number rests on, with every sample. */
export interface BenchRecord {
  readonly bench: string;
  readonly seed: number;
  readonly startedAt: string;
  readonly machine: Machine;
  readonly before: MachineState;
  readonly after: MachineState;
  readonly stealShare: number | null;
  /** Settings that both sides share: pool sizes, durability, concurrency, rates. */
  readonly settings: Readonly<Record<string, unknown>>;
  readonly rows: readonly BenchRow[];
  readonly blocks: readonly Block[];
}

/** Writes the record under `folder` (created) and returns its path; the name holds bench, time and seed. */
export function writeRecord(folder: string, record: BenchRecord): string {
  mkdirSync(folder, { recursive: true });
  const stamp = record.startedAt.replaceAll(/[:.]/g, '-');
  const path = join(folder, `${record.bench}-${stamp}-${record.seed}.json`);
  writeFileSync(path, `${JSON.stringify(record)}\n`);
  return path;
}
