import type { ExitCode } from './cli-command.types.ts';

/** Something that the person who typed the command can mend; its message is all that is shown. */
export class CliFault extends Error {
  readonly exitCode: ExitCode;

  constructor(message: string, exitCode: ExitCode = 2) {
    super(message);
    this.name = 'CliFault';
    this.exitCode = exitCode;
  }
}
