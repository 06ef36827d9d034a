import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { completeLock, parseLock } from './complete-lock.ts';

const lock = parseLock(
  JSON.stringify({
    lockfileVersion: 3,
    packages: {
      '': { name: 'x' },
      'node_modules/formatter': {
        version: '1.0.0',
        dev: true,
        optionalDependencies: {
          '@formatter/linux-x64': '1.0.0',
          '@formatter/win32-arm64': '1.0.0',
          '@formatter/binding-linux-arm-musleabihf': '1.0.0',
        },
      },
      'node_modules/@formatter/linux-x64': { version: '1.0.0', integrity: 'sha512-x', os: ['linux'] },
      'node_modules/a/node_modules/b': {
        version: '2.0.0',
        optionalDependencies: { 'b-darwin-x64': '2.0.0' },
      },
      'node_modules/a/node_modules/b-darwin-x64': { version: '2.0.0' },
    },
  }),
);

describe('completeLock', () => {
  it('adds what is missing, by exact version and platform, and keeps the rest', () => {
    const { lock: whole, added } = completeLock(lock);
    expect(added).toEqual([
      'node_modules/@formatter/win32-arm64',
      'node_modules/@formatter/binding-linux-arm-musleabihf',
    ]);
    expect(whole).toMatchObject({ ...lock, packages: lock.packages });
    expect(whole.packages['node_modules/@formatter/win32-arm64']).toEqual({
      version: '1.0.0',
      cpu: ['arm64'],
      dev: true,
      optional: true,
      os: ['win32'],
    });
    expect(whole.packages['node_modules/@formatter/binding-linux-arm-musleabihf']).toMatchObject({
      cpu: ['arm'],
      libc: ['musl'],
      os: ['linux'],
    });
  });

  it('adds nothing to a whole one', () => {
    expect(completeLock(completeLock(lock).lock).added).toEqual([]);
  });

  it('does not guess a platform', () => {
    const odd = { packages: { 'node_modules/a': { optionalDependencies: { 'a-thing': '1.0.0' } } } };
    expect(() => completeLock(odd)).toThrow('a-thing tells no platform.');
  });
});

it('finds nothing missing in the lock file of this repository', () => {
  const text = readFileSync(new URL('../../package-lock.json', import.meta.url), 'utf8');
  expect(completeLock(parseLock(text)).added).toEqual([]);
});
