import { styleText } from 'node:util';
import logUpdate from 'log-update';

/** The part of a campaign's progress that is shown. */
export interface DemoProgress {
  state: string;
  contacts: {
    total: number;
    pending: number;
    leased: number;
    calling: number;
    done: number;
    blocked: number;
    review: number;
  };
  outcomes: Record<string, number>;
  blockedBy: Record<string, number>;
  calls: { inFlight: number; placed: number; answered: number };
  nextDueAt: string | null;
  waitingFor: 'paused' | 'next_due' | 'budget' | 'concurrency' | null;
}

/** A reading of the campaign and what runs around it. */
export interface DemoReading {
  progress: DemoProgress;
  elapsedMs: number;
  /** Notes on what just happened, such as a kill, newest last. */
  notes: readonly string[];
}

const BAR_WIDTH = 32;
const PLAIN_EVERY_MS = 5_000;

/** One frame of the live view: plain text with styles, no cursor movement. */
export function renderFrame({ progress, elapsedMs, notes }: DemoReading): string {
  const { contacts, calls } = progress;
  const settled = contacts.done + contacts.blocked + contacts.review;
  const share = contacts.total === 0 ? 0 : settled / contacts.total;
  const filled = Math.round(share * BAR_WIDTH);
  const bar = styleText('green', '█'.repeat(filled)) + styleText('gray', '░'.repeat(BAR_WIDTH - filled));
  const rate = elapsedMs > 0 ? (calls.placed / elapsedMs) * 1000 : 0;
  const lines = [
    `${bar} ${settled}/${contacts.total} contacts settled  ${styleText('bold', progress.state)}`,
    `${pad('calls in flight')}${calls.inFlight}   placed ${calls.placed}   answered ${calls.answered}   ${rate.toFixed(1)} calls/s   ${(elapsedMs / 1000).toFixed(0)} s`,
    `${pad('outcomes')}${countList({ ...progress.outcomes, ...blockedCounts(progress) })}`,
  ];
  if (progress.waitingFor) lines.push(`${pad('waiting for')}${waitingWords(progress)}`);
  return [...lines, ...notes.slice(-4).map((note) => styleText('yellow', note))].join('\n');
}

const WAITING_WORDS = {
  paused: 'somebody to resume it',
  budget: 'budget',
  concurrency: 'a free line',
} as const;

/** Why nothing is dialled, for people; calling hours and retries are by the demo's calendar. */
function waitingWords({ waitingFor, nextDueAt }: DemoProgress): string {
  if (waitingFor === null) return '';
  if (waitingFor !== 'next_due') return WAITING_WORDS[waitingFor];
  if (nextDueAt === null) return 'calls to end';
  const moment = nextDueAt.slice(0, 16).replace('T', ' ');
  return `the next calling hours or retry, ${moment} UTC by the demo's calendar`;
}

function blockedCounts(progress: DemoProgress): Record<string, number> {
  return Object.fromEntries(
    Object.entries(progress.blockedBy).map(([reason, count]) => [`blocked: ${reason}`, count]),
  );
}

/** Counts as `name 12 · name 3`, most first. */
export function countList(counts: Record<string, number>): string {
  const shown = Object.entries(counts)
    .filter(([, count]) => count > 0)
    .toSorted(([, a], [, b]) => b - a);
  return shown.map(([name, count]) => `${name} ${count}`).join(' · ') || 'none yet';
}

function pad(label: string): string {
  return styleText('gray', label.padEnd(16));
}

/** Shows readings: in place on a terminal, a line every five seconds elsewhere. */
export function createLiveView(isTerminal: boolean): { show(reading: DemoReading): void; done(): void } {
  if (isTerminal) return { show: (reading) => logUpdate(renderFrame(reading)), done: () => logUpdate.done() };
  let shownAtMs = -Infinity;
  return {
    show(reading) {
      if (reading.elapsedMs - shownAtMs < PLAIN_EVERY_MS) return;
      shownAtMs = reading.elapsedMs;
      console.log(renderFrame({ ...reading, notes: [] }));
    },
    done() {},
  };
}
