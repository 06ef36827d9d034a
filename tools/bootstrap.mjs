#!/usr/bin/env node
// First step of every command, in plain Node >= 20 without any dependency: installs what the lock file names, then
// goes on under the pinned Node 24 (tools/stack/command.ts), which gets the servers ready and runs the command.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const LEAST_NODE_MAJOR = 20;
const INSTALL_BYTES = 1_500_000_000;
const INSTALL_DEADLINE_MS = 15 * 60_000;

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const modules = join(root, 'node_modules');
const stampFile = join(modules, '.evercall-lock');
const installLock = join(root, '.evercall', 'install.lock');

/** Ends with the reason and the one command that mends it. */
function fail(reason, mend) {
  process.stderr.write(`${reason}\n  To mend it: ${mend}\n`);
  process.exit(1);
}

/** What an installation depends on: the lock file and the platform. */
function lockDigest() {
  const hash = createHash('sha256').update(`${process.platform}-${process.arch}\n`);
  return hash.update(readFileSync(join(root, 'package-lock.json'))).digest('hex');
}

function hasStamp() {
  try {
    return readFileSync(stampFile, 'utf8') === lockDigest();
  } catch {
    return false;
  }
}

/** Whether npm's own record of what it installed (by hand, without us) names the very versions of the lock file. */
function matchesLockFile() {
  try {
    const packagesOf = (file) => JSON.parse(readFileSync(file, 'utf8')).packages;
    const wanted = packagesOf(join(root, 'package-lock.json'));
    const installed = packagesOf(join(modules, '.package-lock.json'));
    return Object.entries(wanted).every(
      ([path, { version, optional, link }]) =>
        path === '' || link || installed[path]?.version === version || (optional && !installed[path]),
    );
  } catch {
    return false;
  }
}

function isInstalled() {
  if (!existsSync(join(modules, '.bin', 'node'))) return false;
  if (hasStamp()) return true;
  if (!matchesLockFile()) return false;
  writeFileSync(stampFile, lockDigest());
  return true;
}

/** Start time of a process in clock ticks: tells it from a later one with the same pid. Empty off Linux. */
function startTicks(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  } catch {
    return '';
  }
}

function isAlive({ pid, ticks }) {
  try {
    process.kill(pid, 0);
    return startTicks(pid) === ticks;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** Takes the installer's lock, waiting for another install; a dead holder's lock is taken over. */
async function takeInstallLock() {
  mkdirSync(dirname(installLock), { recursive: true });
  const mine = `${installLock}.${process.pid}`;
  writeFileSync(mine, JSON.stringify({ pid: process.pid, ticks: startTicks(process.pid) }));
  const endsAt = Date.now() + INSTALL_DEADLINE_MS;
  try {
    for (let told = false; Date.now() < endsAt; await delay(200)) {
      try {
        linkSync(mine, installLock);
        return;
      } catch (error) {
        if (error.code !== 'EEXIST') throw error;
      }
      let holder;
      try {
        holder = JSON.parse(readFileSync(installLock, 'utf8'));
      } catch {
        continue;
      }
      if (!isAlive(holder)) rmSync(installLock, { force: true });
      else if (!told) process.stderr.write(`waiting for the installation of process ${holder.pid}\n`);
      told = true;
    }
  } finally {
    rmSync(mine, { force: true });
  }
  fail('Another installation does not come to its end.', `rm ${installLock}`);
}

/** Runs npm in the clone and answers what it printed; ends with a sentence when there is no npm. */
function runNpm(...args) {
  // Under `npm start` the very npm that runs us, else the one on PATH.
  const npm = process.env.npm_execpath;
  const [file, first] = npm?.endsWith('.js') ? [process.execPath, [npm]] : ['npm', []];
  // Without the development packages there would be no Node 24 and no server.
  const flags = ['--include=dev', '--no-audit', '--no-fund', '--loglevel=error'];
  const result = spawnSync(file, [...first, ...args, ...flags], { cwd: root, encoding: 'utf8' });
  if (result.error?.code === 'ENOENT') fail('npm is not on PATH.', 'install Node 20 or later with npm');
  return { isDone: result.status === 0, output: `${result.stdout ?? ''}${result.stderr ?? ''}` };
}

/** The lines of npm's output that say what went wrong. */
function reasonOf(output) {
  const lines = output.split('\n').map((line) => line.trim());
  return lines
    .filter((line) => line !== '' && line !== 'npm error')
    .slice(0, 8)
    .join('\n');
}

/** Installs the versions of the lock file; ends with a sentence when that fails. */
function installPackages() {
  const { bavail, bsize } = statfsSync(root);
  const freeBytes = bavail * bsize;
  if (freeBytes < INSTALL_BYTES && !existsSync(modules))
    fail(
      `The disk is full: ${Math.floor(freeBytes / 1e6)} MB are free, and the packages take ${INSTALL_BYTES / 1e6} MB.`,
      'free some space (see `df -h .`) and run the same command again',
    );
  process.stderr.write('installing the packages of the lock file (npm ci; a minute or two)\n');
  rmSync(stampFile, { force: true });
  let attempt = runNpm('ci');
  if (!attempt.isDone && attempt.output.includes('EUSAGE')) {
    // npm ci wants the packages of every platform in the lock file, also those that a registry does not carry.
    process.stderr.write('npm ci refuses the lock file; npm install takes the same versions\n');
    attempt = runNpm('install', '--no-save');
    if (attempt.isDone && !matchesLockFile())
      fail('package-lock.json does not fit package.json.', 'npm install, and commit package-lock.json');
  }
  if (!attempt.isDone) {
    const isDiskFull = attempt.output.includes('ENOSPC');
    fail(
      `npm ci failed:\n${reasonOf(attempt.output)}`,
      isDiskFull ? 'free some space (see `df -h .`)' : 'npm ci',
    );
  }
  if (!existsSync(join(modules, '.bin', 'node')))
    fail(
      'Node 24 was not installed: its install script may not run.',
      'npm rebuild node --ignore-scripts=false',
    );
  writeFileSync(stampFile, lockDigest());
}

async function install() {
  if (isInstalled()) return;
  await takeInstallLock();
  try {
    if (!isInstalled()) installPackages();
  } finally {
    rmSync(installLock, { force: true });
  }
}

/**
 * Runs tools/stack/command.ts under Node 24 and ends as it ends. It holds the reading end of a pipe of ours, so it
 * notices when we are gone, however that comes; signals to us alone are passed on.
 */
function continueUnderPinnedNode(args) {
  const bin = join(modules, '.bin');
  const child = spawn(join(bin, 'node'), [join(root, 'tools', 'stack', 'command.ts'), ...args], {
    cwd: root,
    stdio: ['inherit', 'inherit', 'inherit', 'pipe'],
    env: { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH ?? ''}`, EVERCALL_LAUNCHER_FD: '3' },
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  const parent = process.ppid;
  // npm killed without a chance to pass it on: its children would run on unseen.
  const watch = setInterval(() => {
    if (process.env.npm_lifecycle_event && process.ppid !== parent) child.kill('SIGTERM');
  }, 1_000);
  child.once('error', (error) => fail(`Node 24 could not be run: ${error.message}.`, 'npm ci'));
  child.once('exit', (code, signal) => {
    clearInterval(watch);
    process.exitCode = signal === null ? code : 1;
    child.stdio[3]?.destroy();
  });
}

if (Number(process.versions.node.split('.')[0]) < LEAST_NODE_MAJOR)
  fail(`This is Node ${process.versions.node}; Evercall starts with Node 20 or later.`, 'nvm install 24');
await install();
continueUnderPinnedNode(process.argv.slice(2));
