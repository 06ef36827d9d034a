import type { ProofContext } from '../proof.types.ts';
import { OUR_NUMBER } from './proof-people.ts';
import { openProofStack, type ProofStack } from './proof-stack.ts';

/** Runs `work` on a stack that people call our number on at the speed of life, and takes the stack down after it. */
export async function withPeopleStack<T>(
  { folder, seed, say }: ProofContext,
  work: (proof: ProofStack) => Promise<T>,
): Promise<T> {
  const at = { TIMINGS_SCALE: '1' };
  const processEnv = {
    api: at,
    jobs: at,
    'worker-calls': at,
    'worker-campaigns': at,
    emulator: { EMULATOR_NUMBERS: OUR_NUMBER, EMULATOR_TIME_SCALE: '1' },
  };
  const proof = await openProofStack({ folder, seed, withFaults: false, say, processEnv });
  try {
    return await work(proof);
  } finally {
    await proof.stack.down();
  }
}
