import { styleText } from 'node:util';
import logUpdate from 'log-update';
import { type CampaignReading, renderCampaign } from '../cli/view/campaign-frame.ts';

/** A reading of the campaign and what runs around it. */
export interface DemoReading extends CampaignReading {
  /** Notes on what just happened, such as a kill, newest last. */
  readonly notes: readonly string[];
}

const PLAIN_EVERY_MS = 5_000;

function renderFrame(reading: DemoReading): string {
  const notes = reading.notes.slice(-4).map((note) => styleText('yellow', note));
  return [renderCampaign({ ...reading, calendar: " by the demo's calendar" }), ...notes].join('\n');
}

/** Shows readings: in place on a terminal, a frame every five seconds elsewhere. */
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
