import type { Proof } from '../proof.types.ts';
import { armed, watchHits } from '../system/kill-cell.ts';
import { launchCampaign } from '../system/launch-campaign.ts';
import { isClean, judgeAtRest, summarise, untilCompleted } from '../system/proof-campaign.ts';
import { numbersOf, writeContacts } from '../system/proof-people.ts';
import { openProofStack } from '../system/proof-stack.ts';

const HOLD_MS = 30_000;
/** After the commit with nothing sent, the request sent, and its answer read: where a held worker wakes with a dial in hand. */
const POINTS = { quick: ['K4'], full: ['K4', 'K5', 'K7'] };

/** A worker that holds a dial is stopped for 30 s and then goes on, while another has taken over its work. */
export const zombieWorkerProof: Proof = {
  name: 'zombie-worker',
  goal: 'doubleDialed 0, lost 0, stuck 0 after 30 s of SIGSTOP with a dial in hand',
  async run({ lane, seed, folder, say }) {
    const failures: string[] = [];
    let counts = '';
    for (const [index, point] of POINTS[lane].entries()) {
      const cell = { point, signal: 'SIGSTOP' } as const;
      const processEnv = armed(cell, 2, folder, point);
      const own = { folder, seed: seed + index, withFaults: false, processEnv, say };
      const proof = await openProofStack({ ...own, folder: `${folder}/${point}` });
      try {
        let isOver = false;
        const watching = watchHits(proof, cell, { holdMs: HOLD_MS, isOver: () => isOver });
        const contacts = writeContacts(folder, point, numbersOf(index, 16, false));
        const campaignId = await launchCampaign(proof.api, { contacts, name: point });
        await untilCompleted(proof, campaignId, 150_000);
        isOver = true;
        const held = await watching;
        const report = await judgeAtRest(proof);
        counts = summarise(report);
        say(`${point}: held ${held}, ${counts}`);
        if (held === 0) failures.push(`${point} was never reached`);
        if (!isClean(report)) failures.push(`${point} ${counts}`);
      } finally {
        await proof.stack.down();
      }
    }
    return { n: POINTS[lane].length, result: [counts, ...failures].join('; '), met: failures.length === 0 };
  },
};
