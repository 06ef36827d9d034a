/** How much is proven: `quick` in minutes, `full` under 45 minutes on two cores. */
export type Lane = 'quick' | 'full';

/** What a proof is given. */
export interface ProofContext {
  readonly lane: Lane;
  readonly seed: number;
  /** Folder of its own for stacks, logs, dumps and evidence; it exists and stays. */
  readonly folder: string;
  /** A line for the reader while it runs; never part of the result. */
  readonly say: (line: string) => void;
}

/** One line of the table: what was tried how often, and what came out against the goal. */
export interface ProofRow {
  readonly name: string;
  readonly n: number;
  readonly seed: number;
  readonly result: string;
  readonly goal: string;
  readonly met: boolean;
}

/** A thing that is proven by one run. */
export interface Proof {
  readonly name: string;
  readonly goal: string;
  /** Runs it; what it throws becomes a row that is not met, with the reason. */
  readonly run: (context: ProofContext) => Promise<Pick<ProofRow, 'n' | 'result' | 'met'>>;
}
