import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Lane, Proof, ProofRow } from './proof.types.ts';
import { renderColumns } from '../render-columns.ts';

/** Runs proofs one after another; one that throws gives a row that is not met and says why. */
export async function runProofs(
  proofs: readonly Proof[],
  options: { lane: Lane; seed: number; folder: string; say: (line: string) => void },
  onRow: (row: ProofRow) => void,
): Promise<ProofRow[]> {
  const rows: ProofRow[] = [];
  for (const proof of proofs) {
    const row = await runOne(proof, options);
    rows.push(row);
    onRow(row);
  }
  return rows;
}

async function runOne(
  { name, goal, run }: Proof,
  { lane, seed, folder, say }: { lane: Lane; seed: number; folder: string; say: (line: string) => void },
): Promise<ProofRow> {
  const own = join(folder, name);
  mkdirSync(own, { recursive: true });
  try {
    const result = await run({ lane, seed, folder: own, say: (line) => say(`${name}: ${line}`) });
    return { name, n: result.n, seed, result: result.result, goal, met: result.met };
  } catch (error) {
    say(`${name}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    const why = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
    return { name, n: 0, seed, result: `not run: ${why}`, goal, met: false };
  }
}

/** Rows as a table for people. */
export function renderTable(rows: readonly ProofRow[]): string {
  const head = { name: 'what', n: 'N', seed: 'seed', result: 'result', goal: 'goal', met: 'met' };
  const cells = [head, ...rows.map((row) => ({ ...row, met: row.met ? 'yes' : 'NO' }))].map((row) =>
    [row.name, row.n, row.seed, row.result, row.goal, row.met].map(String),
  );
  return renderColumns(cells);
}
