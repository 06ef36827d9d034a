import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { repositoryRoot } from './layout.ts';
import { makeServersReady, makeTestServersReady, obtainablePrograms } from './make-stack-ready.ts';
import { makeReady } from './obtain/make-ready.ts';
import { explain, StackError } from './stack-error.ts';

// Second step of tools/bootstrap.mjs, under the pinned Node 24: `node command.ts COMMAND [ARGUMENTS]`.

const usage = `usage: node tools/bootstrap.mjs COMMAND [ARGUMENTS]
  start [--once] [--chaos] [--ports auto] …   the stack and the demo campaign
  test [JEST ARGUMENTS]                       all checks and tests, or the tests named
  check                                       format, types, lint, arrows, unused code
  doctor [--output json]                      what is installed, reachable, missing
  stack up|status|down                        the stack without the demo
  prove | bench | rebuild | seed | emulator         see their --help
  ready [${Object.keys(obtainablePrograms).join('|')}]     gets programs ready and stops
  run FILE [ARGUMENTS]                        gets the servers' programs ready, then runs a file of this repository`;

const checksFile = 'tools/check/run-checks.ts';
// The same as the script "jest" of package.json.
const jest = [
  '--experimental-vm-modules',
  '--disable-warning=ExperimentalWarning',
  join(repositoryRoot, 'node_modules/jest/bin/jest.js'),
];

// Commands that are a file of their own: those that use servers get their programs ready first.
const entryFiles: Record<string, { file: string; usesServers: boolean }> = {
  start: { file: 'tools/demo/start.ts', usesServers: true },
  prove: { file: 'tools/prove/main.ts', usesServers: true },
  bench: { file: 'tools/bench/main.ts', usesServers: true },
  rebuild: { file: 'tools/rebuild/main.ts', usesServers: false },
  seed: { file: 'tools/seed/main.ts', usesServers: false },
  emulator: { file: 'emulator/main.ts', usesServers: false },
  check: { file: checksFile, usesServers: false },
  doctor: { file: 'tools/doctor.ts', usesServers: false },
};

const report = (line: string): void => void process.stderr.write(`${line}\n`);

// Before there is a child to pass a signal on to, an orderly exit, which ends downloads and builds.
let onSignal: (signal: NodeJS.Signals) => void = () => process.exit(130);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => onSignal(signal));

/**
 * Runs a program to its end on our terminal and our end of the launcher's pipe, so that it notices itself when the
 * launcher is gone; signals to us alone are passed on. Then ends as it ended.
 */
function runToEnd(args: readonly string[]): Promise<number> {
  return new Promise((resolveCode, reject) => {
    const pipe = process.env['EVERCALL_LAUNCHER_FD'] === '3' ? [3] : [];
    const child = spawn(process.execPath, args, {
      cwd: repositoryRoot,
      stdio: ['inherit', 'inherit', 'inherit', ...pipe],
    });
    onSignal = (signal) => child.kill(signal);
    child.once('error', reject);
    child.once('exit', (code) => resolveCode(code ?? 1));
  });
}

async function runFile(file: string, args: readonly string[]): Promise<void> {
  if (!existsSync(resolve(repositoryRoot, file)))
    throw new StackError(`${file} is missing from this clone.`, 'git checkout -- .');
  process.exitCode = await runToEnd([file, ...args]);
}

async function test(args: readonly string[]): Promise<void> {
  await makeTestServersReady(report);
  const checks = args.length === 0 ? [[checksFile]] : [];
  for (const step of [...checks, [...jest, ...args]]) {
    process.exitCode = await runToEnd(step);
    if (process.exitCode !== 0) break;
  }
}

async function ready(names: readonly string[]): Promise<void> {
  if (names.length === 0) await makeTestServersReady(report);
  for (const name of names) {
    const program = obtainablePrograms[name];
    if (program === undefined) throw new StackError(`There is no program named ${name}.`, 'npm run doctor');
    report(`${program.title}: ${await makeReady(program, report)}`);
  }
}

async function stack(args: readonly string[]): Promise<void> {
  if (args[0] === 'up') await makeServersReady(report);
  await runFile('tools/stack/main.ts', args);
}

async function runCommandNamed(name: string, args: readonly string[]): Promise<void> {
  if (name === 'test') return test(args);
  if (name === 'stack') return stack(args);
  if (name === 'ready') return ready(args);
  const entry = name === 'run' ? { file: args[0] ?? '', usesServers: true } : entryFiles[name];
  if (entry === undefined) {
    report(usage);
    process.exitCode = 2;
    return;
  }
  if (entry.usesServers) await makeServersReady(report);
  await runFile(entry.file, name === 'run' ? args.slice(1) : args);
}

try {
  const [name = '', ...args] = process.argv.slice(2);
  await runCommandNamed(name, args);
} catch (error) {
  report(explain(error));
  process.exit(1);
}
