import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Proof, ProofContext } from '../proof.types.ts';
import { createRandom, deriveSeed } from '../random.ts';
import { armed, KILLABLE, type KillCell, watchHits } from '../system/kill-cell.ts';
import { launchCampaign } from '../system/launch-campaign.ts';
import { judgeAtRest, summarise, untilCompleted } from '../system/proof-campaign.ts';
import { numbersOf, writeContacts } from '../system/proof-people.ts';
import { strikeMidTurn } from '../system/strike-mid-turn.ts';
import { openProofStack, processEnvOf, type ProofStack } from '../system/proof-stack.ts';
import type { Finding } from '../check/finding.ts';
import type { JudgeReport } from '../check/judge.ts';

const POINTS = 14;
/** Cells wait more than they work: two systems side by side take half the time. */
const STACKS = 2;
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
    const cells = cellsOf(context.lane, context.seed);
    const lines = Array.from({ length: STACKS }, (_, line) => cells.filter((__, at) => at % STACKS === line));
    const ended = await Promise.all(lines.map((line, index) => runLine(context, line, index)));
    const failures = ended.flatMap((line) => line.failures);
    const counts = summarise(sumOf(ended.flatMap(({ report }) => report ?? [])));
    return {
      n: ended.reduce((sum, line) => sum + line.cells, 0),
      result: [counts, ...failures].join('; '),
      met: failures.length === 0 && ended.every(({ report }) => report !== null),
    };
  },
};

/** What a line of cells came to; `report` is the last one, which covers all before it. */
interface LineEnd {
  readonly cells: number;
  readonly failures: readonly string[];
  readonly report: JudgeReport | null;
}

/** Runs cells one after another on one stack, and tells the findings of each from those of the cells before it. */
async function runLine(context: ProofContext, cells: readonly KillCell[], line: number): Promise<LineEnd> {
  const { seed, say } = context;
  const folder = join(context.folder, `line-${line}`);
  mkdirSync(folder, { recursive: true });
  const proof = await openProofStack({ folder, seed: deriveSeed(seed, line), withFaults: true, say });
  const failures: string[] = [];
  const known = new Set<string>();
  let report: JudgeReport | null = null;
  try {
    for (const [index, cell] of cells.entries()) {
      const name = `${cell.point}-${cell.signal}`;
      const startedMs = performance.now();
      const end = await runCell(proof, cell, index, deriveSeed(seed, 100 * line + index));
      ({ report } = end);
      const fresh = freshFindings(report, known);
      say(
        `${name}: ${end.hits} hit, ${summarise(report)}, ${((performance.now() - startedMs) / 1_000).toFixed(0)} s`,
      );
      if (end.hits === 0) failures.push(`${name} not hit`);
      if (fresh.length > 0)
        failures.push(`${name}: ${[...new Set(fresh.map(({ kind }) => kind))].join(' ')}`);
      for (const finding of fresh) say(`${name}: ${JSON.stringify(finding)}`);
    }
  } finally {
    await proof.stack.down();
  }
  return { cells: cells.length, failures, report };
}

/** What must not be and was not there after the cells before; remembered in `known`. */
function freshFindings({ findings }: JudgeReport, known: Set<string>): Finding[] {
  return findings.filter((finding) => {
    const key = JSON.stringify(finding);
    if (finding.kind === 'review' || known.has(key)) return false;
    known.add(key);
    return true;
  });
}

function sumOf(reports: readonly JudgeReport[]) {
  const sum = { doubleDialed: 0, lost: 0, stuck: 0, review: 0, outOfWindow: 0 };
  for (const name of Object.keys(sum) as (keyof typeof sum)[]) {
    for (const report of reports) sum[name] += report[name];
  }
  return sum;
}

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
