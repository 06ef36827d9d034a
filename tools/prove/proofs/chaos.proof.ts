import { join } from 'node:path';
import type { Proof } from '../proof.types.ts';
import { runCommand } from '../system/run-command.ts';

const RUNS = { quick: 1, full: 10 };
const LIMIT_MS = 4 * 60_000;

interface ChaosSummary {
  readonly contacts: number;
  readonly doubleDialed: number;
  readonly lost: number;
  readonly stuck: number;
  readonly review: number;
  readonly outOfWindow: number;
}

/** The demo with `--once --chaos` as anyone would run it, one seed after another, judged by its last line. */
export const chaosProof: Proof = {
  name: 'chaos',
  goal: 'doubleDialed 0, lost 0, stuck 0 in every run, each under 4 min',
  async run({ lane, seed, folder, say }) {
    const sum = { doubleDialed: 0, lost: 0, stuck: 0, review: 0, outOfWindow: 0 };
    const failures: string[] = [];
    let slowestMs = 0;
    for (let run = 0; run < RUNS[lane]; run++) {
      const runSeed = seed + run;
      const args = ['--once', '--chaos', '--seed', String(runSeed), '--ports', 'auto'];
      const { code, stdout, tookMs } = await runCommand(
        ['tools/demo/start.ts', ...args, '--state-dir', join(folder, `state-${runSeed}`)],
        { logPath: join(folder, `run-${runSeed}.log`), limitMs: LIMIT_MS },
      );
      const summary = lastJson(stdout);
      say(`seed ${runSeed}: exit ${code} after ${(tookMs / 1_000).toFixed(0)} s: ${JSON.stringify(summary)}`);
      slowestMs = Math.max(slowestMs, tookMs);
      if (!summary) failures.push(`seed ${runSeed} ended with ${code} and no summary`);
      else for (const name of Object.keys(sum) as (keyof typeof sum)[]) sum[name] += summary[name];
    }
    const counts = Object.entries(sum).map(([name, count]) => `${name} ${count}`);
    const result = [...counts, `slowest ${(slowestMs / 1_000).toFixed(0)} s`, ...failures].join(', ');
    const met = failures.length === 0 && sum.doubleDialed + sum.lost + sum.stuck === 0;
    return { n: RUNS[lane], result, met };
  },
};

function lastJson(stdout: string): ChaosSummary | null {
  const line = stdout.trimEnd().split('\n').at(-1) ?? '';
  try {
    const value = JSON.parse(line) as ChaosSummary;
    return typeof value.doubleDialed === 'number' ? value : null;
  } catch {
    return null;
  }
}
