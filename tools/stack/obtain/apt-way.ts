import { existsSync } from 'node:fs';
import { userInfo } from 'node:os';
import { findOnPath } from '../parts/executables.ts';
import type { Way } from './make-ready.ts';
import { runCommand } from './run-command.ts';

const NETWORK = [
  '-o',
  'Acquire::http::Timeout=10',
  '-o',
  'Acquire::Retries=1',
  '-o',
  'DPkg::Lock::Timeout=60',
];

/** Installs a Debian package, within `deadlineMs` for each of its steps; for root on Debian and what descends from it. */
export function aptWay(packageName: string, deadlineMs: number): Way {
  return {
    name: `apt-get install ${packageName}`,
    cannot() {
      if (findOnPath('apt-get') === undefined || !existsSync('/etc/debian_version'))
        return 'this is no Debian';
      return userInfo().uid === 0 ? undefined : 'only root may';
    },
    async obtain() {
      // Run level 1 keeps a package from starting a system-wide server: we start our own.
      const options = { deadlineMs, env: { DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' } };
      const install = () =>
        runCommand('apt-get', ['install', '-y', '--no-install-recommends', ...NETWORK, packageName], options);
      try {
        await install();
      } catch {
        // The package lists may be missing or old, as in a fresh container.
        await runCommand('apt-get', ['update', ...NETWORK], options);
        await install();
      }
    },
  };
}
