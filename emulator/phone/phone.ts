import type { ServerResponse } from 'node:http';
import type { LivePerson } from './live-person.ts';

/** A telephone in a browser: one number, one screen for each tab that shows it. */
export class Phone {
  readonly id: string;
  /** The number it answers to, E.164. */
  number: string;
  readonly screens = new Set<ServerResponse>();
  /** Calls that ring or are in progress here, by sid. */
  readonly calls = new Map<string, LivePerson>();

  constructor(id: string, number: string) {
    this.id = id;
    this.number = number;
  }

  /** Sends one piece of news to every screen, as a server-sent event. */
  tell(news: Readonly<Record<string, unknown>>): void {
    const event = `data: ${JSON.stringify(news)}\n\n`;
    for (const screen of this.screens) screen.write(event);
  }

  /** A call is this phone's no longer, though it goes on elsewhere. */
  lose(sid: string, reason: string): void {
    this.calls.delete(sid);
    this.tell({ type: 'lost', sid, reason });
  }
}
