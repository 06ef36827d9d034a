import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { requireDiskSpace } from './disk-space.ts';
import { externalServers } from './external-servers.ts';
import { takeLauncherLock } from './launcher-lock.ts';
import { type Layout, layoutOf, makeDirectories } from './layout.ts';
import { endRecordedProcesses, takeCrashNote } from './leftovers.ts';
import { isRunning, readRecords } from './process-record.ts';
import { startReaper } from './reaper.ts';
import { loadSecrets } from './secrets.ts';
import { type ProcessEnv, Stack } from './stack.ts';
import { stackEnvironment, stackUrls } from './stack-environment.ts';
import {
  automaticPorts,
  portsFromConfig,
  recordedPorts,
  recordPorts,
  type StackPorts,
} from './stack-ports.ts';

/** How to run a stack. */
export interface StackOptions {
  /** Default: `.evercall` in the repository. */
  stateDir?: string;
  /** `config` (default): the POSTGRES_PORT … variables or their usual values; `auto`: free ones. */
  ports?: 'auto' | 'config';
  /**
   * `attached` (default): parts are brought back when they die, and end with this process however it ends.
   * `detached`: they run on after it; those that run already are left alone.
   */
  life?: 'attached' | 'detached';
  /** Who we are, for whoever finds the state directory taken. */
  what?: string;
  processEnv?: ProcessEnv;
  report?: (line: string) => void;
}

/**
 * Takes the state directory for a stack: one holder at a time, and what an earlier holder left running is ended and
 * reported. Starts nothing yet. Call `down()` (or `leave()` on a detached stack) at the end.
 * Throws StackError: taken, disk full, secrets damaged, external servers half configured.
 */
export async function openStack(options: StackOptions = {}): Promise<Stack> {
  const { life = 'attached', what = 'npm start', processEnv = {}, report = () => undefined } = options;
  const isAttached = life === 'attached';
  const layout = layoutOf(options.stateDir);
  makeDirectories(layout);
  const unlock = await takeLauncherLock(layout, what, isAttached);
  try {
    requireDiskSpace(layout.stateDir);
    const secrets = loadSecrets(layout);
    const external = externalServers();
    if (isAttached) await reportLeftovers(layout, report);
    const ports = await choosePorts(layout, options.ports ?? 'config');
    recordPorts(layout, ports);
    const urls = stackUrls(ports, secrets, external);
    const env = stackEnvironment({ layout, ports, urls, secrets });
    const script = join(dirname(fileURLToPath(import.meta.url)), 'reap.ts');
    const reaper = isAttached ? startReaper(script, [layout.stateDir]) : undefined;
    const release = (): void => {
      reaper?.dismiss();
      unlock();
    };
    const ingredients = { layout, ports, secrets, external };
    return new Stack({ ingredients, urls, env, isAttached, processEnv, report, release });
  } catch (error) {
    unlock();
    throw error;
  }
}

async function reportLeftovers(layout: Layout, report: (line: string) => void): Promise<void> {
  const note = takeCrashNote(layout);
  if (note !== undefined)
    report(`the last run ended without cleaning up; its watcher then ended ${note.names.join(', ')}`);
  const ended = await endRecordedProcesses(layout);
  if (ended.length > 0) report(`ended what an earlier run had left running: ${ended.join(', ')}`);
}

async function choosePorts(layout: Layout, mode: 'auto' | 'config'): Promise<StackPorts> {
  // Parts that run already (detached) keep their ports, and the others must find them there.
  const earlier = recordedPorts(layout);
  if (earlier !== undefined && readRecords(layout).some(isRunning)) return earlier;
  return mode === 'auto' ? automaticPorts(layout) : portsFromConfig();
}
