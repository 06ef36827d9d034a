import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Proof } from '../proof.types.ts';
import { runSimulation } from '../simulation/run-simulation.ts';
import { PLANTED_BUGS } from '../simulation/simulation.types.ts';
import { runCommand } from '../system/run-command.ts';

const RUNS_FOR_A_BUG = 5_000;

/** Tests that plant a bug in the real SQL, the real adapter or the real schema, and demand that it is caught. */
const PLANTING_TESTS = ['test/dialing/', 'test/db/tenancy.test.ts', 'tools/prove/check/'];
const NAMES = 'planted bug|row-level security is off|finds ';

const JEST = [
  '--experimental-vm-modules',
  '--disable-warning=ExperimentalWarning',
  'node_modules/jest/bin/jest.js',
];

interface JestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
}

/** Every planted bug must be caught: in the simulated machine, in the real SQL and schema, and by the checker. */
export const teethProof: Proof = {
  name: 'teeth',
  goal: 'every planted bug is caught',
  async run({ seed, folder, say }) {
    const firstSeed = seed * 1_000_003;
    const missed = PLANTED_BUGS.filter((bug) => {
      const { failure } = runSimulation({ firstSeed, runs: RUNS_FOR_A_BUG, bug, stopsEarly: true });
      say(failure ? `${bug}: caught at seed ${failure.seed}` : `${bug}: MISSED`);
      return failure === null;
    });
    const outputFile = join(folder, 'jest.json');
    const args = ['--runInBand', '--json', `--outputFile=${outputFile}`, '-t', NAMES, ...PLANTING_TESTS];
    await runCommand([...JEST, ...args], { logPath: join(folder, 'jest.log'), limitMs: 300_000 });
    const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(outputFile, 'utf8')) as JestReport;
    const n = PLANTED_BUGS.length + numPassedTests + numFailedTests;
    const caught = n - missed.length - numFailedTests;
    const result = `${caught} of ${n} caught${missed.length > 0 ? `; missed ${missed.join(', ')}` : ''}`;
    return { n, result, met: caught === n && numPassedTests > 0 };
  },
};
