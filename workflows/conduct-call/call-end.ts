import { condition, sleep } from '@temporalio/workflow';
import type { CallEndedNews } from './conduct-call.messages.ts';

/** Whether the carrier's call is over, and the wait for that. The first news of it counts. */
export class CallEnd {
  private news: CallEndedNews | null;

  constructor(news: CallEndedNews | null = null) {
    this.news = news;
  }

  get isKnown(): boolean {
    return this.news !== null;
  }

  note(news: CallEndedNews): void {
    this.news ??= news;
  }

  /** One timer, left open when the end comes first: an open timer costs one event, a canceled one two. */
  within(waitMs: number, summary: string): Promise<boolean> {
    const ended = condition(() => this.isKnown).then(() => true);
    const deadline = sleep(waitMs, { summary }).then(() => false);
    return Promise.race([ended, deadline]);
  }

  /** The answer of `work`, or null when the end is heard of first: a carrier that is away must not hold up a closing. */
  unlessHeard<T>(work: Promise<T>): Promise<T | null> {
    const heard = condition(() => this.isKnown).then(() => null);
    return Promise.race([work, heard]);
  }
}
