/** A text message, in or out. */
export interface Message {
  readonly sid: string;
  readonly from: string;
  readonly to: string;
  readonly body: string;
  readonly direction: 'inbound' | 'outbound-api';
  readonly createdAtMs: number;
  readonly status: 'received' | 'sent';
}

/** Messages, newest first; the oldest are forgotten beyond 10,000. */
export class MessageStore {
  readonly #bySid = new Map<string, Message>();
  readonly #stopped = new Set<string>();

  add(message: Message): void {
    this.#bySid.set(message.sid, message);
    const oldest = this.#bySid.size > 10_000 ? this.#bySid.keys().next().value : undefined;
    if (oldest !== undefined) this.#bySid.delete(oldest);
  }

  /** True when the person at `person` has texted `ours` STOP and not START since. */
  hasStopped(person: string, ours: string): boolean {
    return this.#stopped.has(`${person} ${ours}`);
  }

  /** A person asks `ours` for no more messages, or for messages again. */
  setStopped(person: string, ours: string, isStopped: boolean): void {
    if (isStopped) this.#stopped.add(`${person} ${ours}`);
    else this.#stopped.delete(`${person} ${ours}`);
  }

  get(sid: string): Message | undefined {
    return this.#bySid.get(sid);
  }

  list(filter: { readonly to?: string; readonly from?: string }): Message[] {
    return [...this.#bySid.values()]
      .filter((message) => filter.to === undefined || message.to === filter.to)
      .filter((message) => filter.from === undefined || message.from === filter.from)
      .toReversed();
  }
}
