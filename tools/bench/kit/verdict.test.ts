import { describe, expect, it } from '@jest/globals';
import { createRandom } from '../../prove/random.ts';
import { type Block, blockOrder, runBlocks, type Side, toQuads } from './blocks.ts';
import { judgeQuantile, judgeValues } from './verdict.ts';

function blocksOf(quads: number, valueOf: (side: Side, index: number) => number, samples?: number): Block[] {
  return blockOrder(quads, createRandom(3)).map((side, index) => {
    const value = valueOf(side, index);
    const block: Block = { quad: Math.floor(index / 4), side, startedAtMs: 0, tookMs: 1, value };
    return samples
      ? { ...block, samples: Array.from({ length: samples }, (_, n) => value + n / samples) }
      : block;
  });
}

const judge = (blocks: Block[], better: 'more' | 'less' = 'more') =>
  judgeValues(toQuads(blocks), better, createRandom(1));

describe('blockOrder', () => {
  it('puts each side twice in every quad, mirrored, and depends on the seed', () => {
    const order = blockOrder(50, createRandom(1));
    for (let at = 0; at < order.length; at += 4) {
      const [a, b, c, d] = order.slice(at, at + 4);
      expect(a).toBe(d);
      expect(b).toBe(c);
      expect(a).not.toBe(b);
    }
    expect(order).toEqual(blockOrder(50, createRandom(1)));
    expect(order).not.toEqual(blockOrder(50, createRandom(2)));
  });
});

describe('runBlocks', () => {
  it('keeps every block in the order of the run', async () => {
    const blocks = await runBlocks(['ours', 'floor', 'floor', 'ours'], async (_side, index) => ({
      value: index,
    }));
    expect(blocks.map((block) => [block.side, block.value, block.quad])).toEqual([
      ['ours', 0, 0],
      ['floor', 1, 0],
      ['floor', 2, 0],
      ['ours', 3, 0],
    ]);
  });
});

describe('judgeValues', () => {
  it('finds the ratio of the pairs and calls a quiet run valid', () => {
    const verdict = judge(blocksOf(6, (side, index) => (side === 'ours' ? 60 : 100) + (index % 2)));
    expect(verdict.ratio).toBeCloseTo(0.6, 1);
    expect(verdict.low).toBeLessThanOrEqual(verdict.ratio);
    expect(verdict.high).toBeGreaterThanOrEqual(verdict.ratio);
    expect(verdict).toMatchObject({ valid: true, reasons: [] });
  });

  it('cancels a drift that both sides share', () => {
    const verdict = judge(blocksOf(6, (side, index) => (side === 'ours' ? 60 : 100) * (1 + index * 0.02)));
    expect(verdict.ratio).toBeCloseTo(0.6, 1);
  });

  it('refuses a run in which a program differs from itself', () => {
    const verdict = judge(
      blocksOf(6, (side, index) => (side === 'ours' ? 60 : 100) * (index % 4 === 1 ? 1.4 : 1)),
    );
    expect(verdict.valid).toBe(false);
    expect(verdict.reasons.join()).toContain('noisy');
  });

  it('refuses too few pairs', () => {
    const verdict = judge(blocksOf(4, (side) => (side === 'ours' ? 60 : 100)));
    expect(verdict.reasons).toEqual(['only 8 pairs, 10 needed']);
  });

  it('refuses a floor that ours beats, in either direction of better', () => {
    const more = judge(blocksOf(6, (side) => (side === 'ours' ? 120 : 100)));
    const less = judge(
      blocksOf(6, (side) => (side === 'ours' ? 80 : 100)),
      'less',
    );
    expect(more.reasons.join()).toContain('floor too weak');
    expect(less.reasons.join()).toContain('floor too weak');
    expect(judge(blocksOf(6, (side) => (side === 'ours' ? 104 : 100))).valid).toBe(true);
  });

  it('has no result when a side measured nothing', () => {
    const verdict = judge(blocksOf(6, (side) => (side === 'ours' ? 10 : 0)));
    expect(verdict.valid).toBe(false);
  });
});

describe('judgeQuantile', () => {
  it('does not quote a p99 of fewer than 1,000 samples a side', () => {
    const few = judgeQuantile(toQuads(blocksOf(6, () => 5, 50)), 0.99, 'less', createRandom(1));
    expect(few.reasons).toEqual(['only 600 samples, 1000 needed']);
    const many = judgeQuantile(toQuads(blocksOf(6, () => 5, 100)), 0.99, 'less', createRandom(1));
    expect(many).toMatchObject({ valid: true, ratio: 1 });
  });
});
