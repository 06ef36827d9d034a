import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { benches } from './benches.ts';
import type { BenchRow } from './kit/record.ts';
import { renderRows } from './kit/rows.ts';
import { runBench } from './run-bench.ts';

const usage = `usage: npm run bench -- [NAME]... [--seed N] [--quads N] [--force] [--output table|json]
  Reports, never passes or fails. --quads: blocks in fours (6 by default, 5 at least for a valid figure);
  --force measures on a machine that is not quiet.
benches: ${benches.map(({ name }) => name).join(', ')}`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seed: { type: 'string', default: '1' },
    quads: { type: 'string', default: '6' },
    force: { type: 'boolean', default: false },
    output: { type: 'string', default: 'table' },
    help: { type: 'boolean', default: false },
  },
});

const seed = Number(values.seed);
const quads = Number(values.quads);
const isUnknown = positionals.some((name) => benches.every((bench) => bench.name !== name));
if (values.help || isUnknown || !Number.isSafeInteger(seed) || !(quads >= 1)) {
  console.error(usage);
  process.exit(values.help ? 0 : 2);
}

const chosen = positionals.length === 0 ? benches : benches.filter(({ name }) => positionals.includes(name));
const root = join(process.cwd(), '.evercall', 'bench');
const say = (line: string): void => console.error(line);
const rows: BenchRow[] = [];
for (const bench of chosen) {
  for (const row of await runBench(bench, { root, seed, quads, isForced: values.force, say })) {
    rows.push(row);
    if (values.output === 'json') console.log(JSON.stringify(row));
  }
}
if (values.output !== 'json') console.log(renderRows(rows));
process.exit(0);
