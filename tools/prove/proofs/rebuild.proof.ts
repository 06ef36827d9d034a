import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Proof } from '../proof.types.ts';
import { launchCampaign } from '../system/launch-campaign.ts';
import { isClean, judgeAtRest, progressOf, summarise, untilCompleted } from '../system/proof-campaign.ts';
import { numbersOf, writeContacts } from '../system/proof-people.ts';
import { openProofStack } from '../system/proof-stack.ts';
import { runCommand } from '../system/run-command.ts';

const CONTACTS = 60;

/** Temporal is wiped in the middle of a campaign; `npm run rebuild`, twice, gives every row its workflow again. */
export const rebuildProof: Proof = {
  name: 'rebuild',
  goal: 'doubleDialed 0, lost 0, stuck 0 after Temporal was wiped and rebuilt',
  async run({ seed, folder, say }) {
    const proof = await openProofStack({ folder, seed, withFaults: false, say });
    const { stack } = proof;
    try {
      const contacts = writeContacts(folder, 'rebuild', numbersOf(0, CONTACTS, false));
      const campaignId = await launchCampaign(proof.api, { contacts, name: 'rebuild' });
      while ((await progressOf(proof, campaignId)).calls.placed < CONTACTS / 4) await delay(50);
      await stack.stop('temporal');
      rmSync(stack.layout.temporal, { recursive: true, force: true });
      mkdirSync(stack.layout.temporal);
      await stack.startServers();
      const before = await progressOf(proof, campaignId);
      for (const nth of [1, 2]) {
        const command = { logPath: join(folder, `rebuild-${nth}.log`), limitMs: 60_000, env: stack.env };
        const { code, stdout } = await runCommand(['tools/rebuild/main.ts'], command);
        say(`rebuild ${nth}: exit ${code}: ${stdout.trim().split('\n').at(-1)}`);
        if (code !== 0) throw new Error(`rebuild ended with ${code}`);
      }
      await untilCompleted(proof, campaignId, 120_000);
      const report = await judgeAtRest(proof);
      const left = CONTACTS - (before.contacts.done ?? 0);
      if (!isClean(report)) for (const finding of report.findings) say(JSON.stringify(finding));
      const result = `${summarise(report)}; ${left} contacts were open at the wipe`;
      return { n: 1, result, met: isClean(report) && left > 0 };
    } finally {
      await stack.down();
    }
  },
};
