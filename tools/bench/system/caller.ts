import twilio from 'twilio';
import { post } from './post.ts';
import type { TakenOrder } from './silent-carrier.ts';

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
const MOST_POLLS = 8;
const ACCOUNT_SID = `AC${'0'.repeat(31)}1`;

/** One person on a call, who presses keys: signed webhooks as the carrier sends them. */
export class Caller {
  readonly #order: Pick<TakenOrder, 'callSid' | 'voiceUrl'>;
  readonly #authToken: string;
  readonly #about: Readonly<Record<string, string>>;
  #nextUrl: string;

  /** `about` is what the carrier says of the call in each webhook: who calls whom, for a call to a number of ours. */
  constructor(
    order: Pick<TakenOrder, 'callSid' | 'voiceUrl'>,
    authToken: string,
    about: Readonly<Record<string, string>> = {},
  ) {
    this.#order = order;
    this.#authToken = authToken;
    this.#about = about;
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
    let body = await this.#post(this.#nextUrl, told);
    // Told to hold on: the answer is what comes after that, and its time counts until then.
    for (let polls = 0; polls < MOST_POLLS && !body.includes('<Gather'); polls++) {
      const again = /<Redirect[^>]*>([^<]+)</.exec(body)?.[1];
      if (!again) break;
      body = await this.#post(addressIn(again), told);
    }
    const action = /<Gather[^>]* action="([^"]+)"/.exec(body)?.[1];
    if (!action) throw new Error(`no key was asked for: ${body.slice(0, 200)}`);
    this.#nextUrl = addressIn(action);
  }

  async #post(url: string, told: Record<string, string>): Promise<string> {
    const params = {
      AccountSid: ACCOUNT_SID,
      CallSid: this.#order.callSid,
      ApiVersion: '2010-04-01',
      ...this.#about,
      ...told,
    };
    const signature = twilio.getExpectedTwilioSignature(this.#authToken, url, params);
    const headers = { ...FORM, 'x-twilio-signature': signature };
    const { status, body } = await post(url, headers, new URLSearchParams(params).toString());
    if (status !== 200) throw new Error(`${status} ${body.slice(0, 200)}`);
    return body;
  }
}

/** An address as it stands in TwiML: unescaped, without the fragment that is for the carrier alone. */
function addressIn(text: string): string {
  return text.replaceAll('&amp;', '&').split('#')[0] ?? '';
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
