import type { Block } from './kit/blocks.ts';
import type { BenchRow } from './kit/record.ts';

/** What a bench is given. */
export interface BenchContext {
  readonly seed: number;
  /** Folder of its own for stacks and files; it exists and stays. */
  readonly folder: string;
  /** Quads of blocks to run: twice as many pairs. */
  readonly quads: number;
  /** A line for the reader while it runs. */
  readonly say: (line: string) => void;
}

/** What a bench measured, with everything it rests on. */
export interface BenchResult {
  readonly rows: readonly BenchRow[];
  readonly blocks: readonly Block[];
  readonly settings: Readonly<Record<string, unknown>>;
}

/** One bench: ours and its floor in the same run. */
export interface Bench {
  readonly name: string;
  readonly run: (context: BenchContext) => Promise<BenchResult>;
}
