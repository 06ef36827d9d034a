import twilio from 'twilio';
import { post } from './post.ts';
import type { TakenOrder } from './silent-carrier.ts';

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
const ACCOUNT_SID = `AC${'0'.repeat(31)}1`;

/** One person on a call of ours, who presses keys: signed webhooks as the carrier sends them. */
export class Caller {
  readonly #order: TakenOrder;
  readonly #authToken: string;
  #nextUrl: string;

  constructor(order: TakenOrder, authToken: string) {
    this.#order = order;
    this.#authToken = authToken;
    this.#nextUrl = order.voiceUrl;
  }

  /** Answers the phone: the first webhook. Throws unless the answer asks for a key. */
  answer(): Promise<void> {
    return this.#turn({ CallStatus: 'in-progress' });
  }

  /** Presses a key where one was asked for. Throws unless the answer asks for the next one. */
  press(key: string): Promise<void> {
    return this.#turn({ CallStatus: 'in-progress', Digits: key, msg: 'Gather End' });
  }

  async #turn(told: Record<string, string>): Promise<void> {
    const params = {
      AccountSid: ACCOUNT_SID,
      CallSid: this.#order.callSid,
      ApiVersion: '2010-04-01',
      ...told,
    };
    const signature = twilio.getExpectedTwilioSignature(this.#authToken, this.#nextUrl, params);
    const headers = { ...FORM, 'x-twilio-signature': signature };
    const { status, body } = await post(this.#nextUrl, headers, new URLSearchParams(params).toString());
    const action = /<Gather[^>]* action="([^"]+)"/.exec(body)?.[1];
    if (status !== 200 || !action) throw new Error(`${status} ${body.slice(0, 200)}`);
    this.#nextUrl = action.replaceAll('&amp;', '&').split('#')[0] ?? '';
  }
}

/** Somebody's turn, taken by whoever is free: a person cannot press two keys at once. */
export class Pool<T> {
  readonly #free: T[];
  readonly #waiting: ((item: T) => void)[] = [];

  constructor(items: readonly T[]) {
    this.#free = [...items];
  }

  /** Runs `use` with a free item, waiting for one if need be. */
  async with(use: (item: T) => Promise<void>): Promise<void> {
    const item = this.#free.shift() ?? (await new Promise<T>((resolve) => this.#waiting.push(resolve)));
    try {
      await use(item);
    } finally {
      const next = this.#waiting.shift();
      if (next) next(item);
      else this.#free.push(item);
    }
  }
}
