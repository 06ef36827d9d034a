import { setTimeout as delay } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import { exportDump } from '../check/dump.ts';
import { judge, type JudgeReport } from '../check/judge.ts';
import { listRuns } from '../check/temporal-listing.ts';
import { join } from 'node:path';
import type { ProofStack } from './proof-stack.ts';

const POLL_MS = 300;

/**
 * Waits until the campaign has ended, or for `deadlineMs`; answers whether it has. One that has not is for the checker
 * to judge: whatever still moves then counts as stuck.
 */
export async function untilCompleted(
  { api, options }: ProofStack,
  campaignId: string,
  deadlineMs: number,
): Promise<boolean> {
  const untilMs = performance.now() + deadlineMs;
  for (;;) {
    const progress = await progressOf({ api }, campaignId);
    if (progress.state === 'completed') return true;
    if (performance.now() > untilMs) {
      options.say(`the campaign has not ended after ${deadlineMs / 1_000} s: ${JSON.stringify(progress)}`);
      return false;
    }
    await delay(POLL_MS);
  }
}

/** Where a campaign stands, as the API tells it. */
export interface Progress {
  readonly state: string;
  readonly contacts: Readonly<Record<string, number>>;
  readonly calls: { readonly inFlight: number; readonly placed: number };
}

export async function progressOf({ api }: Pick<ProofStack, 'api'>, campaignId: string): Promise<Progress> {
  return api.get<Progress>(`/api/v1/campaigns/${campaignId}/progress`);
}

/**
 * Judges the system, again and again until nothing is stuck or the deadline: what only needed a moment more to come
 * to rest is not stuck. Violations that no time can heal are in every report alike.
 */
export async function judgeAtRest(proof: ProofStack, deadlineMs = 45_000): Promise<JudgeReport> {
  const untilMs = performance.now() + deadlineMs;
  const connection = await Connection.connect({ address: proof.stack.urls.temporal });
  try {
    const client = new Client({ connection, namespace: proof.stack.urls.temporalNamespace });
    for (;;) {
      const dump = await exportDump(proof.dumpUrl, join(proof.options.folder, 'dump.jsonl'));
      const temporalListing = await listRuns(client);
      const { truthPath, ruleClock } = proof;
      const report = await judge({ truthPath, dump, temporalListing, ruleClock });
      if (report.stuck === 0 || performance.now() > untilMs) return report;
      await delay(POLL_MS * 3);
    }
  } finally {
    await connection.close();
  }
}

/** The counts of a report in one line, for a result column. */
export function summarise(
  report: Pick<JudgeReport, 'doubleDialed' | 'lost' | 'stuck' | 'review' | 'outOfWindow'>,
): string {
  const { doubleDialed, lost, stuck, review, outOfWindow } = report;
  return `doubleDialed ${doubleDialed}, lost ${lost}, stuck ${stuck}, outOfWindow ${outOfWindow}, review ${review}`;
}

/** Whether a report has nothing that must not be; review is allowed, each with its evidence. */
export function isClean({ doubleDialed, lost, stuck, outOfWindow }: JudgeReport): boolean {
  return doubleDialed + lost + stuck + outOfWindow === 0;
}
