import { COMMANDS, NOUNS } from './commands.ts';
import { runCli } from './run-cli.ts';

const context = {
  out: (text: string) => process.stdout.write(`${text}\n`),
  error: (text: string) => process.stderr.write(`${text}\n`),
  cwd: process.cwd(),
  env: process.env,
};
process.exitCode = await runCli(COMMANDS, NOUNS, process.argv.slice(2), context);
