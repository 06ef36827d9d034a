import type { Proof, ProofContext } from '../proof.types.ts';
import { createRandom, deriveSeed } from '../random.ts';
import { armed, KILLABLE, type KillCell, watchHits } from '../system/kill-cell.ts';
import { launchCampaign } from '../system/launch-campaign.ts';
import { isClean, judgeAtRest, summarise, untilCompleted } from '../system/proof-campaign.ts';
import { numbersOf, writeContacts } from '../system/proof-people.ts';
import { strikeMidTurn } from '../system/strike-mid-turn.ts';
import { openProofStack, processEnvOf, type ProofStack } from '../system/proof-stack.ts';
import type { JudgeReport } from '../check/judge.ts';

const POINTS = 14;
const CELL_LIMIT_MS = 120_000;
/** Longer than any activity may take, so that a held worker's work was given to another when it wakes. */
const HOLD_MS = 24_000;

/** Every kill point with every signal, in order. */
export function allCells(): KillCell[] {
  const points = Array.from({ length: POINTS }, (_, index) => `K${index + 1}`);
  return points.flatMap((point) => (['SIGKILL', 'SIGSTOP'] as const).map((signal) => ({ point, signal })));
}

/** The cells of a lane: all of them, or the quarter that the seed chooses, both signals in each; four seeds see all. */
export function cellsOf(lane: ProofContext['lane'], seed: number): KillCell[] {
  const quarter = ((seed % 4) + 4) % 4;
  const quarterOf = (index: number): number => (Math.floor(index / 2) + (index % 2) * 2) % 4;
  return allCells().filter((_, index) => lane === 'full' || quarterOf(index) === quarter);
}

/** Kill points K1 to K14 with SIGKILL and SIGSTOP, all carrier faults in each cell, judged after each. */
export const killMatrixProof: Proof = {
  name: 'kill-matrix',
  goal: 'doubleDialed 0, lost 0, stuck 0, every kill point hit',
  async run(context) {
    const { seed, folder, say } = context;
    const cells = cellsOf(context.lane, seed);
    const proof = await openProofStack({ folder, seed, withFaults: true, say });
    const failures: string[] = [];
    let worst: JudgeReport | null = null;
    try {
      for (const [index, cell] of cells.entries()) {
        const name = `${cell.point}-${cell.signal}`;
        const startedMs = performance.now();
        const { hits, report } = await runCell(proof, cell, index, deriveSeed(seed, index));
        worst = report;
        const took = ((performance.now() - startedMs) / 1_000).toFixed(0);
        say(`${name}: ${hits} hit, ${summarise(report)}, ${took} s`);
        if (hits === 0) failures.push(`${name} not hit`);
        if (!isClean(report)) {
          failures.push(`${name} ${summarise(report)}`);
          for (const finding of report.findings) if (finding.kind !== 'review') say(JSON.stringify(finding));
          break;
        }
      }
    } finally {
      await proof.stack.down();
    }
    const counts = worst ? summarise(worst) : 'nothing judged';
    const result = failures.length === 0 ? counts : `${counts}; ${failures.join('; ')}`;
    return { n: cells.length, result, met: failures.length === 0 && worst !== null };
  },
};

async function runCell(
  proof: ProofStack,
  cell: KillCell,
  index: number,
  seed: number,
): Promise<{ hits: number; report: JudgeReport }> {
  const { folder } = proof.options;
  const name = `${cell.point}-${cell.signal}`;
  const nth = 1 + createRandom(seed).below(3);
  await restart(proof, cell.point === 'K13' ? {} : armed(cell, nth, folder, name));
  let isOver = false;
  const victim = seed % 2 === 0 ? 'api' : 'worker-calls';
  const strike = { victim, signal: cell.signal, nth, isOver: () => isOver } as const;
  const striking = cell.point === 'K13' ? strikeMidTurn(proof, strike) : null;
  const watching = watchHits(proof, cell, { holdMs: HOLD_MS, isOver: () => isOver });
  try {
    const contacts = writeContacts(folder, name, numbersOf(index, 9, true));
    const campaignId = await launchCampaign(proof.api, { contacts, name });
    await untilCompleted(proof, campaignId, CELL_LIMIT_MS);
  } finally {
    isOver = true;
  }
  await striking;
  return { hits: await watching, report: await judgeAtRest(proof) };
}

/** Our processes anew, with the cell's kill point armed. */
async function restart(proof: ProofStack, processEnv: ReturnType<typeof armed>): Promise<void> {
  const { stack, options, truthPath } = proof;
  await Promise.all(KILLABLE.map((name) => stack.stop(name)));
  await stack.startProcesses(KILLABLE, processEnvOf({ ...options, processEnv }, truthPath));
}
