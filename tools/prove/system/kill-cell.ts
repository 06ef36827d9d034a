import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { ProcessEnv } from '../../stack/stack.ts';
import type { ProofStack } from './proof-stack.ts';

/** Our processes that can be killed; the emulator is the witness. */
export const KILLABLE = ['api', 'worker-calls', 'worker-campaigns', 'jobs'] as const;
type Killable = (typeof KILLABLE)[number];

/** One square of the matrix. */
export interface KillCell {
  readonly point: string;
  readonly signal: 'SIGKILL' | 'SIGSTOP';
}

/** Which processes have the kill point in a cell: one worker of two where the other must be able to take over. */
const HOSTS: Readonly<Record<string, readonly Killable[]>> = {
  K1: ['worker-calls', 'worker-campaigns'],
  K2: ['worker-calls', 'worker-campaigns'],
  K9: ['api'],
  K10: ['api'],
  K11: ['jobs'],
  K12: ['jobs'],
};

/** Environment that arms one kill point, once in the life of each process that has it. */
export function armed(cell: KillCell, nth: number, folder: string, name: string): ProcessEnv {
  const preload = new URL('./kill-once.ts', import.meta.url).href;
  const hosts = HOSTS[cell.point] ?? ['worker-calls'];
  const arm = (host: Killable): Record<string, string> => ({
    EVERCALL_TEST_BUILD: '1',
    KILL: `${cell.point}:${nth}:${cell.signal}`,
    KILL_MARK: join(folder, `${name}-${host}.armed`),
    NODE_OPTIONS: `--import=${preload}`,
  });
  return Object.fromEntries(hosts.map((host) => [host, arm(host)]));
}

const LOOK_EVERY_MS = 200;

/**
 * Watches our processes until `isOver`: lets a held one go on after `holdMs`. Answers how many were hit: died of the
 * signal, or were held.
 */
export async function watchHits(
  proof: ProofStack,
  { signal }: KillCell,
  options: { holdMs: number; isOver: () => boolean },
): Promise<number> {
  const { stack } = proof;
  const before = new Map(KILLABLE.map((name) => [name, stack.restartsOf(name)]));
  const heldSinceMs = new Map<number, number>();
  let held = 0;
  while (!options.isOver()) {
    for (const name of KILLABLE) {
      const pid = stack.pidOf(name);
      if (pid === undefined || !isStopped(pid)) continue;
      const sinceMs = heldSinceMs.get(pid) ?? performance.now();
      if (!heldSinceMs.has(pid)) held += 1;
      heldSinceMs.set(pid, sinceMs);
      if (performance.now() - sinceMs > options.holdMs) process.kill(pid, 'SIGCONT');
    }
    await delay(LOOK_EVERY_MS);
  }
  for (const pid of heldSinceMs.keys()) if (isStopped(pid)) process.kill(pid, 'SIGCONT');
  const died = KILLABLE.filter((name) => stack.restartsOf(name) > (before.get(name) ?? 0)).length;
  return signal === 'SIGSTOP' ? held : died;
}

function isStopped(pid: number): boolean {
  const path = `/proc/${pid}/stat`;
  if (!existsSync(path)) return false;
  try {
    const stat = readFileSync(path, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2, stat.lastIndexOf(')') + 3) === 'T';
  } catch {
    return false;
  }
}
