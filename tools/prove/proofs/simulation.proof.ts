import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Proof } from '../proof.types.ts';
import { describeFailure, runSimulation } from '../simulation/run-simulation.ts';

const RUNS = 50_000;

/** Seeded interleavings of the pure attempt machine with every carrier fault; the same number in both lanes. */
export const simulationProof: Proof = {
  name: 'simulation',
  goal: 'doubleDialed 0, lost 0, stuck 0 in 50,000 interleavings',
  async run({ seed, folder, say }) {
    const report = runSimulation({ firstSeed: seed * 1_000_003, runs: RUNS });
    const { runs, accepted, doubleDialed, lost, stuck, misreported, failure } = report;
    if (failure) {
      const text = describeFailure(failure, 200);
      writeFileSync(join(folder, 'first-failure.txt'), `${text}\n`);
      say(describeFailure(failure, 40));
    }
    return {
      n: runs,
      result: `doubleDialed ${doubleDialed}, lost ${lost}, stuck ${stuck}, misreported ${misreported}; ${accepted} calls`,
      met: runs === RUNS && doubleDialed + lost + stuck + misreported === 0,
    };
  },
};
