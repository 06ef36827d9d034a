import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { explain } from '../stack/stack-error.ts';
import { proofs } from './proofs.ts';
import type { Lane } from './proof.types.ts';
import { renderTable, runProofs } from './run-proofs.ts';

const usage = `usage: npm run prove -- [--lane quick|full] [--only NAME]... [--teeth] [--seed N] [--output table|json]
proofs: ${proofs.map(({ name }) => name).join(', ')}`;

const { values } = parseArgs({
  options: {
    lane: { type: 'string', default: 'quick' },
    only: { type: 'string', multiple: true, default: [] },
    teeth: { type: 'boolean', default: false },
    seed: { type: 'string', default: '1' },
    output: { type: 'string', default: 'table' },
    help: { type: 'boolean', default: false },
  },
});

const only = values.teeth ? [...values.only, 'teeth'] : values.only;
const chosen = only.length === 0 ? proofs : proofs.filter(({ name }) => only.includes(name));
const isUnknown = only.some((name) => proofs.every((proof) => proof.name !== name));
const isLane = (text: string): text is Lane => text === 'quick' || text === 'full';
const { lane, output } = values;
const seed = Number(values.seed);

if (values.help || isUnknown || !isLane(lane) || !Number.isSafeInteger(seed)) {
  console.error(usage);
  process.exit(values.help ? 0 : 2);
}

try {
  const stamp = new Date().toISOString().replaceAll(/[:.]/g, '-');
  const folder = join(process.cwd(), '.evercall', 'prove', `${stamp}-${seed}`);
  mkdirSync(folder, { recursive: true });
  const say = (line: string): void => console.error(line);
  const rows = await runProofs(chosen, { lane, seed, folder, say }, (row) => {
    if (output === 'json') console.log(JSON.stringify(row));
    else say(`${row.name}: ${row.met ? 'met' : 'NOT met'}: ${row.result}`);
  });
  if (output !== 'json') console.log(renderTable(rows));
  process.exit(rows.every(({ met }) => met) ? 0 : 1);
} catch (error) {
  console.error(explain(error));
  process.exit(1);
}
