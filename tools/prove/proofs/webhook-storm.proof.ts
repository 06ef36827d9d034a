import { setTimeout as delay } from 'node:timers/promises';
import type { Proof, ProofContext } from '../proof.types.ts';
import { createRandom } from '../random.ts';
import { launchCampaign } from '../system/launch-campaign.ts';
import { isClean, judgeAtRest, summarise, untilCompleted } from '../system/proof-campaign.ts';
import { numbersOf, writeContacts } from '../system/proof-people.ts';
import { openProofStack, type ProofStack } from '../system/proof-stack.ts';
import { readStatusHooks, STORM_KINDS, type StormKind, stormRequest } from '../system/storm-requests.ts';

const REQUESTS = { quick: 1_500, full: 6_000 };
const AT_ONCE = 12;

/**
 * Forged, repeated, late, mangled and oversized webhooks in great number while a campaign runs and after it: each gets
 * the answer of its kind, and what the calls came to does not change.
 */
export const webhookStormProof: Proof = {
  name: 'webhook-storm',
  goal: 'every bad webhook refused by kind, doubleDialed 0, lost 0, stuck 0, no outcome changed',
  async run(context) {
    const { folder, seed, say, lane } = context;
    const proof = await openProofStack({ folder, seed, withFaults: false, say });
    try {
      const contacts = writeContacts(folder, 'storm', numbersOf(0, 60, false));
      const campaignId = await launchCampaign(proof.api, { contacts, name: 'storm' });
      const during = await storm(proof, context, REQUESTS[lane] / 2);
      await untilCompleted(proof, campaignId, 180_000);
      const before = await judgeAtRest(proof);
      const after = await storm(proof, context, REQUESTS[lane] / 2);
      const report = await judgeAtRest(proof);
      const isUnchanged = JSON.stringify(before.outcomes) === JSON.stringify(report.outcomes);
      const wrong = [...during, ...after];
      for (const text of [...new Set(wrong)].slice(0, 10)) say(text);
      const result = `${wrong.length} wrong answers, ${summarise(report)}, outcomes ${isUnchanged ? 'unchanged' : 'CHANGED'}`;
      return { n: REQUESTS[lane], result, met: wrong.length === 0 && isUnchanged && isClean(report) };
    } finally {
      await proof.stack.down();
    }
  },
};

/** Sends `count` bad webhooks; answers a sentence for each that was not answered as its kind deserves. */
async function storm(proof: ProofStack, { seed }: ProofContext, count: number): Promise<string[]> {
  const random = createRandom(seed);
  const wrong: string[] = [];
  while (readStatusHooks(proof.truthPath).length === 0) await delay(50);
  let left = count;
  const send = async (): Promise<void> => {
    while (left-- > 0) {
      const hook = random.pick(readStatusHooks(proof.truthPath));
      const kind: StormKind = random.pick(STORM_KINDS);
      const { url, init, allowed } = stormRequest(kind, hook, proof.stack.carrier.authToken);
      const { status } = await fetch(url, init);
      if (!allowed.includes(status)) wrong.push(`${kind}: ${status}, not ${allowed.join(' or ')}`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, send));
  return wrong;
}
