import type { ApiDeps } from '../deps.ts';
import { type ProbeResult, runProbes } from './probes.ts';

/** Readiness of this process. Redis may be away without it: nothing that cannot be lost is kept there. */
export interface Readiness {
  status: 'up' | 'down' | 'draining';
  dependencies: ProbeResult[];
}

const OPTIONAL: ReadonlySet<string> = new Set(['redis']);

/** Asks every dependency; takes a second at most. */
export async function readiness(deps: ApiDeps): Promise<Readiness> {
  const dependencies = await runProbes(deps.probes);
  const isDown = dependencies.some(({ name, status }) => status === 'down' && !OPTIONAL.has(name));
  if (deps.isDraining()) return { status: 'draining', dependencies };
  return { status: isDown ? 'down' : 'up', dependencies };
}
