import { execFileSync, spawn } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { repositoryRoot } from '../../tools/stack/layout.ts';

const PACKAGE_PATH = 'node_modules/example';

// Stands for npm: takes a moment, notes that it ran, and installs a "Node 24" that prints what it is asked to run.
const fakeNpm = `#!/bin/sh
echo "$@" >> npm-runs
sleep 0.3
[ -e npm-fails ] && { echo "npm error code E404"; exit 1; }
mkdir -p node_modules/.bin
printf '#!/bin/sh\\necho "node 24 runs $@ with $PATH"\\n' > node_modules/.bin/node
chmod +x node_modules/.bin/node
`;

describe('bootstrap, on a clone of its own', () => {
  let clone: string;
  beforeEach(() => {
    clone = mkdtempSync(join(tmpdir(), 'evercall-clone-'));
    mkdirSync(join(clone, 'tools'));
    mkdirSync(join(clone, 'bin'));
    copyFileSync(join(repositoryRoot, 'tools/bootstrap.mjs'), join(clone, 'tools/bootstrap.mjs'));
    writeFileSync(join(clone, 'bin/npm'), fakeNpm);
    chmodSync(join(clone, 'bin/npm'), 0o755);
    writeLock('1.0.0');
  });
  afterEach(() => rmSync(clone, { recursive: true, force: true }));

  function writeLock(version: string): void {
    const lock = { lockfileVersion: 3, packages: { '': {}, [PACKAGE_PATH]: { version } } };
    writeFileSync(join(clone, 'package-lock.json'), JSON.stringify(lock));
  }

  function run(...args: string[]): Promise<{ code: number | null; output: string }> {
    const { npm_execpath: _, ...env } = process.env;
    const path = `${join(clone, 'bin')}${delimiter}${process.env['PATH']}`;
    const child = spawn(process.execPath, ['tools/bootstrap.mjs', ...args], {
      cwd: clone,
      env: { ...env, PATH: path },
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text;
      });
    return new Promise((resolve) => child.once('close', (code) => resolve({ code, output })));
  }

  const npmRuns = (): number =>
    existsSync(join(clone, 'npm-runs'))
      ? readFileSync(join(clone, 'npm-runs'), 'utf8').trim().split('\n').length
      : 0;

  it('installs once, then goes on under the pinned Node with it first on PATH', async () => {
    const first = await run('stack', 'status');
    expect(first.output).toContain('npm ci');
    expect(first.output).toContain(
      `tools/stack/command.ts stack status with ${join(clone, 'node_modules/.bin')}`,
    );
    const second = await run('stack', 'status');
    expect(second).toEqual({ code: 0, output: expect.not.stringContaining('npm ci') });
    expect(npmRuns()).toBe(1);
    expect(readFileSync(join(clone, 'npm-runs'), 'utf8')).toMatch(/^ci .*--include=dev/);
  }, 30_000);

  it('installs again when the lock file has changed or Node 24 is gone', async () => {
    await run('x');
    writeLock('1.0.1');
    await run('x');
    expect(npmRuns()).toBe(2);
    rmSync(join(clone, 'node_modules/.bin/node'));
    await run('x');
    expect(npmRuns()).toBe(3);
  }, 30_000);

  it('leaves alone what npm ci installed by hand, and only the very versions', async () => {
    execFileSync(join(clone, 'bin/npm'), ['ci'], { cwd: clone });
    const installed = (version: string): void =>
      writeFileSync(
        join(clone, 'node_modules/.package-lock.json'),
        JSON.stringify({ packages: { [PACKAGE_PATH]: { version } } }),
      );
    installed('0.9.0');
    await run('x');
    expect(npmRuns()).toBe(2);
    rmSync(join(clone, 'node_modules/.evercall-lock'));
    installed('1.0.0');
    await run('x');
    expect(npmRuns()).toBe(2);
  }, 30_000);

  it('installs once when two start together', async () => {
    const both = await Promise.all([run('x'), run('x')]);
    expect(both.map(({ code }) => code)).toEqual([0, 0]);
    expect(npmRuns()).toBe(1);
  }, 30_000);

  it('takes over the lock of an installation that was killed', async () => {
    mkdirSync(join(clone, '.evercall'));
    // A process that has ended: its pid is free, or another's by now with another start.
    writeFileSync(join(clone, '.evercall/install.lock'), JSON.stringify({ pid: process.pid, ticks: '1' }));
    expect((await run('x')).code).toBe(0);
    expect(existsSync(join(clone, '.evercall/install.lock'))).toBe(false);
  }, 30_000);

  it('says why and what mends it when npm fails, and tries again the next time', async () => {
    writeFileSync(join(clone, 'npm-fails'), '');
    const failed = await run('x');
    expect(failed.code).toBe(1);
    expect(failed.output).toContain('npm ci failed:\nnpm error code E404\n  To mend it: npm ci');
    rmSync(join(clone, 'npm-fails'));
    expect((await run('x')).code).toBe(0);
  }, 30_000);
});
