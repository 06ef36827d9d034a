import { Command, CommanderError } from 'commander';
import { ApiFault } from './client/api-fault.ts';
import type { CliCommand, CliContext, ExitCode } from './cli-command.types.ts';
import { CliFault } from './cli-fault.ts';
import { inert } from './view/inert.ts';

const ENDINGS = `
Ends with: 0 as asked; 1 the answer is no; 2 not to be asked that way; 3 not signed in, or not allowed; 4 no such thing;
           5 refused by the API; 6 the API is away; 130 ended by Ctrl-C.
Environment: EVERCALL_API_URL, EVERCALL_API_KEY (instead of a login), XDG_CONFIG_HOME.`;

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
  const add = (group: Command, { verb, summary, examples, declare }: CliCommand) => {
    const command = prepare(group.command(verb).description(summary));
    declare(command, async (work) => onEnd(await work(context)));
    command.addHelpText('after', `\nExamples:\n${examples.map((example) => `  ${example}`).join('\n')}`);
  };
  prepare(program).addHelpText('after', ENDINGS);
  for (const command of commands.filter(({ noun }) => noun === null)) add(program, command);
  for (const [noun, description] of Object.entries(nouns)) {
    const group = prepare(program.command(noun).description(description));
    for (const command of commands.filter((one) => one.noun === noun)) add(group, command);
  }
  return program;
}

/** Runs one command line; never throws for what a person has typed or written into a file, nor for what an API answers. */
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
    return tell(error, args, context);
  }
}

/** Says what went wrong, and answers how to end; what nobody foresaw is thrown on. */
function tell(error: unknown, args: readonly string[], { error: write, signal }: CliContext): ExitCode {
  // commander has written its own words by then; --help ends with 0.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (signal.aborted) return 130;
  if (!(error instanceof CliFault)) throw error;
  const isJson = args.some(
    (arg, at) => arg === '--output=json' || (arg === '--output' && args[at + 1] === 'json'),
  );
  write(isJson && error instanceof ApiFault ? JSON.stringify(error.problem, null, 2) : inert(error.message));
  return error.exitCode;
}
