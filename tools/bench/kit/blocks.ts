import type { Random } from '../../prove/random.ts';

/** Which program a block runs. */
export type Side = 'ours' | 'floor';

/** What one block measured; `value` is in the bench's unit, `samples` are raw (latencies in ms, for instance). */
export interface BlockResult {
  readonly value: number;
  readonly samples?: readonly number[];
  /** CPU seconds that the measured processes used in this block. */
  readonly cpuSeconds?: number;
}

/** One block as it was run; kept whole, slow ones too. */
export interface Block extends BlockResult {
  readonly quad: number;
  readonly side: Side;
  readonly startedAtMs: number;
  readonly tookMs: number;
}

/** The order of the blocks: four at a time, ours-floor-floor-ours or its mirror, chosen by the seed. */
export function blockOrder(quads: number, random: Random): Side[] {
  const order: Side[] = [];
  for (let quad = 0; quad < quads; quad++) {
    const [outer, inner]: [Side, Side] = random.chance(0.5) ? ['ours', 'floor'] : ['floor', 'ours'];
    order.push(outer, inner, inner, outer);
  }
  return order;
}

/** Runs the blocks one after another in the given order and keeps every one. */
export async function runBlocks(
  order: readonly Side[],
  run: (side: Side, index: number) => Promise<BlockResult>,
  onBlock: (block: Block) => void = () => {},
): Promise<Block[]> {
  const blocks: Block[] = [];
  for (const [index, side] of order.entries()) {
    const startedAtMs = Date.now();
    const result = await run(side, index);
    const block = {
      ...result,
      quad: Math.floor(index / 4),
      side,
      startedAtMs,
      tookMs: Date.now() - startedAtMs,
    };
    blocks.push(block);
    onBlock(block);
  }
  return blocks;
}

/** A quarter of a comparison: two pairs of neighbours ours/floor, and the two equal neighbours in its middle. */
export interface Quad {
  readonly pairs: readonly { readonly ours: Block; readonly floor: Block }[];
  /** Two neighbouring blocks of the same program: the A/A control. */
  readonly control: readonly [Block, Block];
}

/** Groups blocks run in `blockOrder` into quads. An unfinished last quad is left out. */
export function toQuads(blocks: readonly Block[]): Quad[] {
  const quads: Quad[] = [];
  for (let at = 0; at + 3 < blocks.length; at += 4) {
    const [first, second, third, fourth] = blocks.slice(at, at + 4) as [Block, Block, Block, Block];
    quads.push({ pairs: [toPair(first, second), toPair(third, fourth)], control: [second, third] });
  }
  return quads;
}

function toPair(a: Block, b: Block): { ours: Block; floor: Block } {
  return a.side === 'ours' ? { ours: a, floor: b } : { ours: b, floor: a };
}
