import { styleText } from 'node:util';
import type { Client } from '@temporalio/client';
import type { RuleClock } from '../../domain/clock.ts';
import { exportDump } from '../prove/check/dump.ts';
import { judge, type JudgeReport } from '../prove/check/judge.ts';
import { listRuns } from '../prove/check/temporal-listing.ts';
import { countList } from '../cli/view/campaign-frame.ts';

/** The last line of `npm start -- --once`, judged by the carrier's truth file, a database dump and the engine's listing. */
export interface DemoSummary {
  contacts: number;
  attempts: number;
  outcomes: Record<string, number>;
  doubleDialed: number;
  lost: number;
  stuck: number;
  review: number;
  outOfWindow: number;
  callsPerSecond: number;
  seed: number;
}

/** Judges a finished campaign. The dump is what `orgId` may see as app_user. */
export async function judgeDemo(input: {
  client: Client;
  dumpUrl: string;
  dumpPath: string;
  orgId: string;
  truthPath: string;
  ruleClock: RuleClock;
  earlierClocks: readonly RuleClock[];
  campaignMs: number;
  seed: number;
}): Promise<{ summary: DemoSummary; report: JudgeReport }> {
  const dump = await exportDump(input.dumpUrl, input.dumpPath, input.orgId);
  const temporalListing = await listRuns(input.client, `OrgId="${input.orgId}"`);
  const report = await judge({
    truthPath: input.truthPath,
    dump,
    temporalListing,
    ruleClock: input.ruleClock,
    earlierClocks: input.earlierClocks,
  });
  const { contacts, attempts, outcomes, doubleDialed, lost, stuck, review, outOfWindow } = report;
  const callsPerSecond = Number(((report.rings / input.campaignMs) * 1000).toFixed(2));
  const summary = {
    contacts,
    attempts,
    outcomes: { ...outcomes },
    doubleDialed,
    lost,
    stuck,
    review,
    outOfWindow,
    callsPerSecond,
    seed: input.seed,
  };
  return { summary, report };
}

/** The result as a table for people, with the evidence of whatever is not zero. */
export function renderResult({ summary, report }: { summary: DemoSummary; report: JudgeReport }): string {
  const row = (name: string, value: string | number, isGood = true) =>
    `  ${name.padEnd(18)}${styleText(isGood ? 'green' : 'red', String(value))}`;
  return [
    styleText('bold', 'Result, judged by the carrier’s own record'),
    row('contacts', summary.contacts),
    row('attempts', summary.attempts),
    `  ${'outcomes'.padEnd(18)}${countList(summary.outcomes)}`,
    row('called twice', summary.doubleDialed, summary.doubleDialed === 0),
    row('lost', summary.lost, summary.lost === 0),
    row('stuck', summary.stuck, summary.stuck === 0),
    row('outside hours', summary.outOfWindow, summary.outOfWindow === 0),
    row('under review', summary.review),
    row('calls per second', summary.callsPerSecond),
    ...report.findings.map((finding) => `  ${JSON.stringify(finding)}`),
  ].join('\n');
}
