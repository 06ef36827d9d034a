import { styleText } from 'node:util';
import type { z } from 'zod';
import type { campaignProgressSchema } from '../../../contracts/campaign.schema.ts';
import { mostFirst } from './figures.ts';

/** Where a campaign stands, as the API says it. */
export type CampaignProgress = z.output<typeof campaignProgressSchema>;

/** A reading of a campaign, and how long it has been watched. */
export interface CampaignReading {
  readonly progress: CampaignProgress;
  /** Since the first call that is counted; the rate comes of it. */
  readonly elapsedMs: number;
  /** Said after a moment of rule time, such as ` by the demo's calendar`. */
  readonly calendar?: string;
}

const BAR_WIDTH = 32;

/** One frame of a live view: plain text with styles, no cursor movement. */
export function renderCampaign({ progress, elapsedMs, calendar = '' }: CampaignReading): string {
  const { contacts, calls } = progress;
  const settled = contacts.done + contacts.blocked + contacts.review;
  const rate = elapsedMs > 0 ? (calls.placed / elapsedMs) * 1000 : 0;
  return [
    `${renderBar(settled, contacts.total)} ${settled}/${contacts.total} contacts settled  ${styleText('bold', progress.state)}`,
    `${pad('calls in flight')}${calls.inFlight}   placed ${calls.placed}   answered ${calls.answered}   ${rate.toFixed(1)} calls/s   ${(elapsedMs / 1000).toFixed(0)} s`,
    `${pad('outcomes')}${countList({ ...progress.outcomes, ...blockedCounts(progress) })}`,
    ...(progress.waitingFor ? [`${pad('waiting for')}${waitingWords(progress, calendar)}`] : []),
  ].join('\n');
}

/** A bar of `done` out of `total`. */
export function renderBar(done: number, total: number): string {
  const filled = total === 0 ? 0 : Math.round(Math.min(1, done / total) * BAR_WIDTH);
  return styleText('green', '█'.repeat(filled)) + styleText('gray', '░'.repeat(BAR_WIDTH - filled));
}

/** Counts as `name 12 · name 3`, most first. */
export function countList(counts: Readonly<Record<string, number>>): string {
  return (
    mostFirst(counts)
      .map(([name, count]) => `${name} ${count}`)
      .join(' · ') || 'none yet'
  );
}

const WAITING_WORDS = {
  paused: 'somebody to resume it',
  budget: 'budget',
  concurrency: 'a free line',
} as const;

/** Why nothing is dialled, for people. */
function waitingWords({ waitingFor, nextDueAt }: CampaignProgress, calendar: string): string {
  if (waitingFor === null) return '';
  if (waitingFor !== 'next_due') return WAITING_WORDS[waitingFor];
  if (nextDueAt === null) return 'calls to end';
  return `the next calling hours or retry, ${nextDueAt.slice(0, 16).replace('T', ' ')} UTC${calendar}`;
}

function blockedCounts({ blockedBy }: CampaignProgress): Record<string, number> {
  return Object.fromEntries(
    Object.entries(blockedBy).map(([reason, count]) => [`blocked: ${reason}`, count]),
  );
}

function pad(label: string): string {
  return styleText('gray', label.padEnd(16));
}
