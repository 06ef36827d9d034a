import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { Proof } from './proof.types.ts';
import { renderTable, runProofs } from './run-proofs.ts';

const good: Proof = {
  name: 'good',
  goal: 'none lost',
  run: async () => ({ n: 3, result: 'lost 0', met: true }),
};
const broken: Proof = {
  name: 'broken',
  goal: 'none lost',
  run: () => Promise.reject(new Error('no stack\nat somewhere')),
};

describe('runProofs', () => {
  it('gives a row a proof, and turns what a proof throws into an unmet row that says why', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'evercall-prove-'));
    const seen: string[] = [];
    const rows = await runProofs([broken, good], { lane: 'quick', seed: 7, folder, say: () => {} }, (row) =>
      seen.push(row.name),
    );
    expect(rows).toEqual([
      { name: 'broken', n: 0, seed: 7, result: 'not run: no stack', goal: 'none lost', met: false },
      { name: 'good', n: 3, seed: 7, result: 'lost 0', goal: 'none lost', met: true },
    ]);
    expect(seen).toEqual(['broken', 'good']);
    expect(existsSync(join(folder, 'good'))).toBe(true);
  });
});

describe('renderTable', () => {
  it('lines the columns up and shouts what is not met', () => {
    const row = { name: 'x', n: 1, seed: 2, result: 'r', goal: 'g', met: false };
    expect(renderTable([row])).toBe(
      ['what  N  seed  result  goal  met', 'x     1  2     r       g     NO'].join('\n'),
    );
  });
});
