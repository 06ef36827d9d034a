import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { walkFlows } from '../flows/walk-flows.ts';
import type { Lane, Proof } from '../proof.types.ts';
import { deriveSeed } from '../random.ts';

const FLOWS: Readonly<Record<Lane, number>> = { quick: 5_000, full: 100_000 };
const BATCH = 5_000;

/** Random valid flows with random callers, through compiler, interpreter and TwiML. */
export const ivrFlowsProof: Proof = {
  name: 'ivr-flows',
  goal: 'throws 0, endless 0, other TwiML 0 in 100,000 random flows (quick: 5,000)',
  run({ lane, seed, folder, say }) {
    const total = { flows: 0, turns: 0, ended: 0 };
    let failure: string | null = null;
    for (let batch = 0; batch < FLOWS[lane] / BATCH && failure === null; batch += 1) {
      const walks = walkFlows({ runs: BATCH, seed: deriveSeed(seed, batch) | 0 });
      total.flows += walks.flows;
      total.turns += walks.turns;
      total.ended += walks.ended;
      failure = walks.failure;
      say(`${total.flows} flows, ${total.turns} turns`);
    }
    if (failure !== null) writeFileSync(join(folder, 'first-failure.txt'), `${failure}\n`);
    const faults = failure === null ? 'no fault' : failure.split('\n')[0]?.slice(0, 120);
    return Promise.resolve({
      n: total.flows,
      result: `${faults}; ${total.turns} turns, ${total.ended} calls came to their end`,
      met: failure === null && total.ended === FLOWS[lane],
    });
  },
};
