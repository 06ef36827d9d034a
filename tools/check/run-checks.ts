import { spawn } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { styleText } from 'node:util';
import { findOtherDoors } from './one-door.ts';

/** A check is a command, or a function that returns its faults. */
type Check = { name: string; run: readonly string[] | (() => string[]) };

const ZONES =
  'contracts domain workflows activities providers db migrations runtime workers api emulator'.split(' ');

const CHECKS: readonly Check[] = [
  { name: 'format', run: ['biome', 'format', '.'] },
  { name: 'types', run: ['tsc', '-p', '.'] },
  { name: 'lint', run: ['oxlint'] },
  { name: 'arrows and cycles', run: ['depcruise', '--config', '.dependency-cruiser.cjs', ...ZONES] },
  { name: 'unused code', run: ['knip'] },
  { name: 'one door to a dial', run: () => findOtherDoors(sources()) },
];

function sources(): { path: string; text: string }[] {
  const paths = globSync('{activities,api,contracts,db,domain,providers,runtime,workers,workflows}/**/*.ts');
  return paths.map((path) => ({ path, text: readFileSync(path, 'utf8') }));
}

async function outcomeOf(check: Check): Promise<{ isGreen: boolean; output: string }> {
  if (typeof check.run === 'function') {
    const faults = check.run();
    return { isGreen: faults.length === 0, output: faults.join('\n') };
  }
  const [command = '', ...args] = check.run;
  const child = spawn(`node_modules/.bin/${command}`, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += String(chunk)));
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { isGreen: code === 0, output };
}

const results = await Promise.all(
  CHECKS.map(async (check) => {
    const startedMs = performance.now();
    const outcome = await outcomeOf(check);
    return { name: check.name, ...outcome, seconds: (performance.now() - startedMs) / 1000 };
  }),
);
for (const { name, isGreen, output, seconds } of results) {
  const mark = isGreen ? styleText('green', 'ok    ') : styleText('red', 'FAILED');
  console.log(`${mark} ${name} (${seconds.toFixed(1)} s)`);
  if (!isGreen) console.log(output.trimEnd());
}
process.exitCode = results.every((result) => result.isGreen) ? 0 : 1;
