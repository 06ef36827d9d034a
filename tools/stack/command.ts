import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { repositoryRoot } from './layout.ts';
import { makeServersReady, makeTestServersReady, obtainablePrograms } from './make-stack-ready.ts';
import { makeReady } from './obtain/make-ready.ts';
import { explain, StackError } from './stack-error.ts';
import { untilAskedToEnd } from './termination.ts';

// Second step of tools/bootstrap.mjs, under the pinned Node 24: `node command.ts COMMAND [ARGUMENTS]`.

const usage = `usage: node tools/bootstrap.mjs COMMAND [ARGUMENTS]
  start [--once] [--chaos] [--ports auto] …   the stack and the demo campaign
  test [JEST ARGUMENTS]                       all checks and tests, or the tests named
  doctor [--output json]                      what is installed, reachable, missing
  stack up|status|down                        the stack without the demo
  ready [${Object.keys(obtainablePrograms).join('|')}]     gets programs ready and stops
  run FILE [ARGUMENTS]                        gets the servers' programs ready, then runs a file of this repository`;

const report = (line: string): void => void process.stderr.write(`${line}\n`);

/** Hands this very process over to another entry file, which sees `args` as its command line. */
async function handOver(file: string, args: readonly string[]): Promise<void> {
  const path = resolve(repositoryRoot, file);
  if (!existsSync(path)) throw new StackError(`${file} is missing from this clone.`, 'git checkout -- .');
  process.argv = [process.execPath, path, ...args];
  await import(pathToFileURL(path).href);
}

/** Runs a program to its end with our terminal; answers its exit code. A request to end is passed on. */
function runToEnd(file: string, args: readonly string[], ending: Promise<string>): Promise<number> {
  return new Promise((resolveCode, reject) => {
    const child = spawn(file, args, { cwd: repositoryRoot, stdio: 'inherit' });
    void ending.then(() => child.kill('SIGTERM'));
    child.once('error', reject);
    child.once('exit', (code) => resolveCode(code ?? 1));
  });
}

async function test(args: readonly string[]): Promise<void> {
  const ending = untilAskedToEnd();
  await makeTestServersReady(report);
  const steps = args.length === 0 ? [['run', 'check']] : [];
  for (const step of [...steps, ['run', 'jest', '--', ...args]]) {
    process.exitCode = await runToEnd('npm', step, ending);
    if (process.exitCode !== 0) break;
  }
  process.exit();
}

async function ready(names: readonly string[]): Promise<void> {
  if (names.length === 0) await makeTestServersReady(report);
  for (const name of names) {
    const program = obtainablePrograms[name];
    if (program === undefined) throw new StackError(`There is no program named ${name}.`, 'npm run doctor');
    report(`${program.title}: ${await makeReady(program, report)}`);
  }
  process.exit();
}

const commands: Record<string, (args: readonly string[]) => Promise<void>> = {
  async start(args) {
    await makeServersReady(report);
    await handOver('tools/demo/start.ts', args);
  },
  test,
  doctor: (args) => handOver('tools/doctor.ts', args),
  async stack(args) {
    if (args[0] === 'up') await makeServersReady(report);
    await handOver('tools/stack/main.ts', args);
  },
  ready,
  async run(args) {
    await makeServersReady(report);
    await handOver(args[0] ?? '', args.slice(1));
  },
};

try {
  const [name = '', ...args] = process.argv.slice(2);
  const command = commands[name];
  if (command === undefined) {
    report(usage);
    process.exitCode = 2;
  } else await command(args);
} catch (error) {
  report(explain(error));
  process.exit(1);
}
