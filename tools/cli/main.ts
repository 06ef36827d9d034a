import { text } from 'node:stream/consumers';
import { createLogUpdate } from 'log-update';
import type { CliContext } from './cli-command.types.ts';
import { COMMANDS, NOUNS } from './commands.ts';
import { runCli } from './run-cli.ts';
import { askSecret } from './session/ask-secret.ts';

// The first Ctrl-C lets a command end in order; a second ends it at once.
const ending = new AbortController();
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.on(name, () => (ending.signal.aborted ? process.exit(130) : ending.abort()));
// Whoever reads the output may have seen enough, as `head` does.
process.stdout.on('error', () => process.exit(0));

const live = createLogUpdate(process.stderr);
const context: CliContext = {
  out: (line) => process.stdout.write(`${line}\n`),
  error: (line) => process.stderr.write(`${line}\n`),
  cwd: process.cwd(),
  env: process.env,
  signal: ending.signal,
  live: process.stderr.isTTY ? { show: live, done: () => live.done() } : null,
  askSecret: process.stdin.isTTY ? (question) => askSecret(question, ending.signal) : null,
  readInput: () => text(process.stdin),
};
process.exitCode = await runCli(COMMANDS, NOUNS, process.argv.slice(2), context);
