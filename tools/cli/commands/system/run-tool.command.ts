import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { CliCommand, CliContext, ExitCode } from '../../cli-command.types.ts';
import { type OutputOptions, outputOption } from '../../view/output.ts';

const TOOLS = join(import.meta.dirname, '..', '..', '..');

/** What is installed, reachable and missing on this machine. */
export const doctor = defineTool({
  verb: 'doctor',
  summary: 'what is installed, reachable and missing on this machine; ends with 1 on a fault',
  script: 'doctor.ts',
});

/** Gives every row that is not at rest its workflow again. */
export const rebuild = defineTool({
  verb: 'rebuild',
  summary: 'after Temporal or Redis was lost: give every row that is not at rest its workflow again',
  script: join('rebuild', 'main.ts'),
});

/** A command of this clone, for who runs the installation: it asks the machine and the databases, not the API. */
function defineTool({
  verb,
  summary,
  script,
}: {
  verb: string;
  summary: string;
  script: string;
}): CliCommand {
  return {
    noun: null,
    verb,
    summary,
    examples: [`evercall ${verb}`, `evercall ${verb} --output json`],
    declare: (command, run) => {
      command
        .addOption(outputOption())
        .option('--state-dir <dir>', 'of the stack; .evercall in the clone unless told')
        .action((options: OutputOptions & { stateDir?: string }) =>
          run((context) => runTool(context, script, options)),
        );
    },
  };
}

async function runTool(
  { env, out, error, signal }: CliContext,
  script: string,
  { output, stateDir }: OutputOptions & { stateDir?: string },
): Promise<ExitCode> {
  const place = stateDir === undefined ? [] : ['--state-dir', stateDir];
  const child = spawn(process.execPath, [join(TOOLS, script), '--output', output, ...place], {
    env: { ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child.stdout.setEncoding('utf8').on('data', (text: string) => out(text.replace(/\n$/, '')));
  child.stderr.setEncoding('utf8').on('data', (text: string) => error(text.replace(/\n$/, '')));
  // Not by `signal` of spawn: the tool is to end in order, and is waited for.
  const end = () => child.kill('SIGTERM');
  signal.addEventListener('abort', end, { once: true });
  const [code] = (await once(child, 'close')) as [number | null];
  signal.removeEventListener('abort', end);
  signal.throwIfAborted();
  return code === 0 ? 0 : 1;
}
