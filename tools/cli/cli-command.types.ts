import type { Command } from 'commander';

/** What a command writes to and reads from, so that it can be tried without a terminal. */
export interface CliContext {
  readonly out: (text: string) => void;
  readonly error: (text: string) => void;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** How a command ended: 0 as asked, 1 the answer is no, 2 it could not be asked that way. */
export type ExitCode = 0 | 1 | 2;

/** One command, `evercall NOUN VERB`: a file under commands/ and a line in commands.ts. */
export interface CliCommand {
  readonly noun: string;
  readonly verb: string;
  readonly summary: string;
  /** Declares arguments and options, and what runs; `run` is given what commander parsed. */
  readonly declare: (
    command: Command,
    run: (work: (context: CliContext) => Promise<ExitCode>) => Promise<void>,
  ) => void;
}
