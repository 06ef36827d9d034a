import { within } from '../../runtime/within.ts';

/** One dependency that can be asked whether it is there. */
export interface HealthProbe {
  readonly name: string;
  /** Rejects when the dependency does not answer. */
  readonly check: () => Promise<unknown>;
}

/** What a probe found; `responseTimeMs` is how long it took, answered or not. */
export interface ProbeResult {
  readonly name: string;
  readonly status: 'up' | 'down';
  readonly responseTimeMs: number;
}

/** Longest wait for one dependency. */
const PROBE_DEADLINE_MS = 1_000;

/** Asks every dependency at once; never rejects and never takes longer than its deadline. */
export function runProbes(probes: readonly HealthProbe[]): Promise<ProbeResult[]> {
  return Promise.all(
    probes.map(async ({ name, check }) => {
      const startedMs = performance.now();
      const answer = check().then(
        () => 'up' as const,
        () => 'down' as const,
      );
      const status = await within(answer, PROBE_DEADLINE_MS, () => 'down' as const);
      return { name, status, responseTimeMs: Math.round(performance.now() - startedMs) };
    }),
  );
}
