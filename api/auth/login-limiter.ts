import type { Redis } from 'ioredis';
import {
  RateLimiterMemory,
  RateLimiterRedis,
  RateLimiterRes,
  type RateLimiterAbstract,
} from 'rate-limiter-flexible';
import { AppError } from '../../domain/errors.ts';

/** Wrong tries of what it counts in a window before that must wait, and for how long. */
interface Rule {
  readonly counts: 'pair' | 'address' | 'email';
  readonly tries: number;
  readonly windowSeconds: number;
  readonly blockSeconds: number;
}

const RULES: readonly Rule[] = [
  { counts: 'pair', tries: 5, windowSeconds: 900, blockSeconds: 60 },
  { counts: 'address', tries: 50, windowSeconds: 900, blockSeconds: 300 },
  { counts: 'email', tries: 25, windowSeconds: 3600, blockSeconds: 300 },
];

/** Slows down guessing of passwords. */
export interface LoginLimiter {
  /**
   * Counts a try before its password is looked at, so that guesses sent all at once are counted too. Throws
   * `auth.throttled` with the time to wait when this address or e-mail has tried too often.
   */
  begin(address: string, email: string): Promise<void>;
  /** Takes a try back that was right. */
  succeed(address: string, email: string): Promise<void>;
}

/**
 * Tries are counted in this process and, where Redis answers, together with the other processes. Losing or emptying
 * Redis therefore leaves the limit of each process standing.
 */
export function createLoginLimiter(redis: Redis | null): LoginLimiter {
  const counters = RULES.map((rule) => ({ rule, limiters: limitersOf(rule, redis) }));

  async function each(
    address: string,
    email: string,
    act: (limiter: RateLimiterAbstract, key: string) => unknown,
  ) {
    const keys = keysOf(address, email.toLowerCase());
    await Promise.all(
      counters.flatMap(({ rule, limiters }) => limiters.map((limiter) => act(limiter, keys[rule.counts]))),
    );
  }

  return {
    begin: (address, email) => each(address, email, consume),
    succeed: (address, email) => each(address, email, (limiter, key) => limiter.reward(key)),
  };
}

function keysOf(address: string, email: string): Record<Rule['counts'], string> {
  return { pair: `${address}|${email}`, address, email };
}

function limitersOf(rule: Rule, redis: Redis | null): RateLimiterAbstract[] {
  const options = {
    keyPrefix: `login_${rule.counts}`,
    points: rule.tries,
    duration: rule.windowSeconds,
    blockDuration: rule.blockSeconds,
  };
  const memory = new RateLimiterMemory(options);
  if (!redis) return [memory];
  const insurance = new RateLimiterMemory({ ...options, keyPrefix: `login_${rule.counts}_insurance` });
  return [
    memory,
    new RateLimiterRedis({
      ...options,
      storeClient: redis,
      insuranceLimiter: insurance,
      rejectIfRedisNotReady: true,
    }),
  ];
}

async function consume(limiter: RateLimiterAbstract, key: string): Promise<void> {
  try {
    await limiter.consume(key);
  } catch (refused) {
    if (!(refused instanceof RateLimiterRes)) throw refused;
    throw new AppError({ code: 'auth.throttled', retryAfterMs: refused.msBeforeNext });
  }
}
