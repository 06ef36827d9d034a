import { createHmac } from 'node:crypto';
import { isIPv6 } from 'node:net';
import type { Pool } from 'pg';
import { type BackoffRule, countTry, forgetTries, takeBackTry } from '../../db/identity/login-backoff.ts';
import { AppError } from '../../domain/errors.ts';
import type { TokenKeyRing } from './token-keys.ts';

/** What is slowed down: guessing passwords, asking for mails, making organizations. */
export type TryPurpose = 'login' | 'reset' | 'register';

/** Who tries: the network address, and the e-mail address or account tried. */
export interface Trier {
  readonly address: string;
  readonly account: string;
}

type Counted = 'pair' | 'address' | 'account';

const MINUTE = 60;
const HOUR = 3600;

/** What somebody waits first, in ms, who registered one address too often. */
export const REGISTRATION_WAIT_MS = HOUR * 1000;

/** The pair first: whoever waits there is not counted again for the address and the account. */
const RULES: Readonly<Record<TryPurpose, readonly (BackoffRule & { readonly counts: Counted })[]>> = {
  login: [
    {
      counts: 'pair',
      tries: 5,
      windowSeconds: 15 * MINUTE,
      waitSeconds: MINUTE,
      maxWaitSeconds: 15 * MINUTE,
    },
    {
      counts: 'address',
      tries: 50,
      windowSeconds: 15 * MINUTE,
      waitSeconds: 5 * MINUTE,
      maxWaitSeconds: HOUR,
    },
    // Shorter at most than the address's: otherwise anybody could lock anybody out.
    {
      counts: 'account',
      tries: 25,
      windowSeconds: HOUR,
      waitSeconds: 5 * MINUTE,
      maxWaitSeconds: 15 * MINUTE,
    },
  ],
  reset: [
    { counts: 'address', tries: 20, windowSeconds: HOUR, waitSeconds: 10 * MINUTE, maxWaitSeconds: HOUR },
    { counts: 'account', tries: 3, windowSeconds: HOUR, waitSeconds: 15 * MINUTE, maxWaitSeconds: HOUR },
  ],
  register: [
    { counts: 'address', tries: 20, windowSeconds: HOUR, waitSeconds: 10 * MINUTE, maxWaitSeconds: HOUR },
    { counts: 'account', tries: 3, windowSeconds: 24 * HOUR, waitSeconds: HOUR, maxWaitSeconds: 24 * HOUR },
  ],
};

/** Slows down what could be tried in great numbers. */
export interface TryLimiter {
  /** Counts a try before anything is looked at; throws `auth.throttled` with the time to wait when there were too many. */
  begin(purpose: TryPurpose, trier: Trier): Promise<void>;
  /** Takes a try back that was right; the pair starts afresh. */
  succeed(purpose: TryPurpose, trier: Trier): Promise<void>;
}

/** The limiter over its rows, whose keys are hashes: no address is stored. */
export function createTryLimiter(pool: Pool, keys: TokenKeyRing): TryLimiter {
  const rowKey = (purpose: TryPurpose, counts: Counted, trier: Trier): string => {
    const address = networkOf(trier.address);
    const account = trier.account.trim().toLowerCase();
    const subject = { pair: `${address}|${account}`, address, account }[counts];
    const mac = createHmac('sha256', keys.current.backoffKey).update(`${purpose}|${counts}|${subject}`);
    return `${purpose}:${counts}:${mac.digest('base64url')}`;
  };
  return {
    begin: async (purpose, trier) => {
      for (const rule of RULES[purpose]) {
        const waitMs = await countTry(pool, rowKey(purpose, rule.counts, trier), rule);
        if (waitMs !== null) throw new AppError({ code: 'auth.throttled', retryAfterMs: waitMs });
      }
    },
    succeed: async (purpose, trier) => {
      for (const { counts } of RULES[purpose]) {
        const key = rowKey(purpose, counts, trier);
        await (counts === 'pair' ? forgetTries(pool, key) : takeBackTry(pool, key));
      }
    },
  };
}

/** What one subscriber holds: an IPv4 address, or the first 64 bits of an IPv6 address. */
function networkOf(address: string): string {
  const bare = address.replace(/^::ffff:(?=\d+\.)/i, '');
  if (!isIPv6(bare)) return bare;
  const [head = '', tail] = bare.split('%')[0]?.split('::') ?? [];
  const groups = (part: string | undefined) => (part ? part.split(':') : []);
  const filled = 8 - groups(head).length - groups(tail).length;
  const all = [
    ...groups(head),
    ...(tail === undefined ? [] : Array<string>(Math.max(0, filled)).fill('0')),
    ...groups(tail),
  ];
  return all
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':');
}
