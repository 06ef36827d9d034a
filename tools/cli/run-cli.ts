import { Command, CommanderError } from 'commander';
import { CliFault } from './cli-fault.ts';
import type { CliCommand, CliContext, ExitCode } from './cli-command.types.ts';

/** A command line of nouns and verbs; `onEnd` is told how the command that ran has ended. */
function createProgram(
  commands: readonly CliCommand[],
  nouns: Readonly<Record<string, string>>,
  context: CliContext,
  onEnd: (code: ExitCode) => void,
): Command {
  const program = new Command('evercall').description('Call orchestration from the command line.');
  const writes = {
    writeOut: (text: string) => context.out(text.trimEnd()),
    writeErr: (text: string) => context.error(text.trimEnd()),
  };
  const prepare = (command: Command) => command.exitOverride().configureOutput(writes).showHelpAfterError();
  prepare(program);
  for (const [noun, description] of Object.entries(nouns)) {
    const group = prepare(program.command(noun).description(description));
    for (const { verb, summary, declare } of commands.filter((one) => one.noun === noun)) {
      declare(prepare(group.command(verb).description(summary)), async (work) => onEnd(await work(context)));
    }
  }
  return program;
}

/** Runs one command line; never throws for what a person has typed or written into a file. */
export async function runCli(
  commands: readonly CliCommand[],
  nouns: Readonly<Record<string, string>>,
  args: readonly string[],
  context: CliContext,
): Promise<ExitCode> {
  let code: ExitCode = 0;
  try {
    await createProgram(commands, nouns, context, (ended) => (code = ended)).parseAsync(args, {
      from: 'user',
    });
    return code;
  } catch (error) {
    // commander has written its own words by then; --help ends with 0.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (!(error instanceof CliFault)) throw error;
    context.error(error.message);
    return 2;
  }
}
