import { setTimeout as delay } from 'node:timers/promises';
import type { Proof } from '../proof.types.ts';
import { launchCampaign } from '../system/launch-campaign.ts';
import { isClean, judgeAtRest, progressOf, summarise, untilCompleted } from '../system/proof-campaign.ts';
import { numbersOf, writeContacts } from '../system/proof-people.ts';
import { openProofStack, processEnvOf, type ProofStack } from '../system/proof-stack.ts';

const PARTS = ['temporal', 'postgres', 'redis', 'emulator'] as const;
const AWAY_MS = 8_000;
const CALLS_BEFORE = 5;

/** Each server, and the carrier, goes away for a while in the middle of a campaign and comes back. */
export const outageProof: Proof = {
  name: 'outage',
  goal: 'doubleDialed 0, lost 0, stuck 0 after each outage',
  async run({ seed, folder, say }) {
    const proof = await openProofStack({ folder, seed, withFaults: false, say });
    const failures: string[] = [];
    let counts = '';
    try {
      for (const [index, part] of PARTS.entries()) {
        const contacts = writeContacts(folder, part, numbersOf(index, 40, false));
        const campaignId = await launchCampaign(proof.api, { contacts, name: part });
        await untilCalling(proof, campaignId);
        await takeAway(proof, part);
        await untilCompleted(proof, campaignId, 120_000);
        const report = await judgeAtRest(proof);
        counts = summarise(report);
        say(`${part} away for ${AWAY_MS / 1_000} s: ${counts}`);
        if (!isClean(report)) failures.push(`${part} ${counts}`);
        if (!isClean(report)) for (const finding of report.findings) say(JSON.stringify(finding));
      }
    } finally {
      await proof.stack.down();
    }
    return { n: PARTS.length, result: [counts, ...failures].join('; '), met: failures.length === 0 };
  },
};

async function untilCalling(proof: ProofStack, campaignId: string): Promise<void> {
  while ((await progressOf(proof, campaignId)).calls.placed < CALLS_BEFORE) await delay(50);
}

/** A killed part would come back at once: it is ended for good, and started again after the outage. */
async function takeAway(proof: ProofStack, part: (typeof PARTS)[number]): Promise<void> {
  const { stack, options, truthPath } = proof;
  await stack.stop(part);
  await delay(AWAY_MS);
  if (part === 'emulator') await stack.startProcesses(['emulator'], processEnvOf(options, truthPath));
  else await stack.startServers();
}
