import type { Command } from 'commander';

/** What a command writes to and reads from, so that it can be tried without a terminal. */
export interface CliContext {
  readonly out: (text: string) => void;
  readonly error: (text: string) => void;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
  /** Shows a frame in place of the one before; null where nobody watches. */
  readonly live: LiveView | null;
  /** A line of input that is not shown while it is typed; null where there is no keyboard. */
  readonly askSecret: ((question: string) => Promise<string>) | null;
  /** All of the standard input. */
  readonly readInput: () => Promise<string>;
}

/** A part of the terminal that is drawn over. */
export interface LiveView {
  show(frame: string): void;
  /** Leaves the last frame where it is. */
  done(): void;
}

/**
 * How a command ended: 0 as asked; 1 the answer is no; 2 it cannot be asked that way; 3 not signed in, or not allowed;
 * 4 no such thing; 5 refused by the API; 6 the API is away; 130 ended by Ctrl-C.
 */
export type ExitCode = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 130;

/** Has a command's work done and its exit code kept. */
export type RunCommand = (work: (context: CliContext) => Promise<ExitCode>) => Promise<void>;

/** One command, `evercall NOUN VERB` or `evercall VERB`: a file under commands/ and a line in commands.ts. */
export interface CliCommand {
  readonly noun: string | null;
  readonly verb: string;
  readonly summary: string;
  /** Command lines as they are typed, shown by `--help`. */
  readonly examples: readonly string[];
  /** Declares arguments and options, and what runs; `run` is given what commander parsed. */
  readonly declare: (command: Command, run: RunCommand) => void;
}
