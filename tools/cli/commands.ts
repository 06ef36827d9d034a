import type { CliCommand } from './cli-command.types.ts';
import { flowTest } from './commands/flow-test.command.ts';
import { flowValidate } from './commands/flow-validate.command.ts';

/** Every command of the CLI. */
export const COMMANDS: readonly CliCommand[] = [flowTest, flowValidate];

/** What the nouns stand for. */
export const NOUNS: Readonly<Record<string, string>> = { flow: 'IVR flows as files' };
