import type { Redis } from 'ioredis';
import {
  RateLimiterMemory,
  RateLimiterRedis,
  RateLimiterRes,
  type RateLimiterAbstract,
} from 'rate-limiter-flexible';
import { AppError } from '../../domain/errors.ts';

/** Failures of one name (an address with an e-mail, or an address alone) before it must wait, and for how long. */
interface Rule {
  readonly prefix: string;
  readonly failures: number;
  readonly windowSeconds: number;
  readonly blockSeconds: number;
}

const RULES: readonly Rule[] = [
  { prefix: 'login_pair', failures: 5, windowSeconds: 900, blockSeconds: 60 },
  { prefix: 'login_address', failures: 50, windowSeconds: 900, blockSeconds: 300 },
  { prefix: 'login_email', failures: 25, windowSeconds: 3600, blockSeconds: 300 },
];

/** Slows down guessing of passwords. */
export interface LoginLimiter {
  /** Throws `auth.throttled` with the time to wait when this address or e-mail has failed too often. */
  check(address: string, email: string): Promise<void>;
  fail(address: string, email: string): Promise<void>;
  succeed(address: string, email: string): Promise<void>;
}

interface Pair {
  readonly rule: Rule;
  readonly limiters: readonly RateLimiterAbstract[];
}

/**
 * Failures are counted in this process and, where Redis answers, together with the other processes. Losing or
 * emptying Redis therefore leaves the limit of each process standing.
 */
export function createLoginLimiter(redis: Redis | null): LoginLimiter {
  const pairs: Pair[] = RULES.map((rule) => ({ rule, limiters: limitersOf(rule, redis) }));
  const keys = (address: string, email: string) => [
    `${address}|${email.toLowerCase()}`,
    address,
    email.toLowerCase(),
  ];

  async function each(names: string[], act: (limiter: RateLimiterAbstract, key: string) => Promise<unknown>) {
    await Promise.all(
      pairs.flatMap(({ limiters }, index) => limiters.map((limiter) => act(limiter, names[index] ?? ''))),
    );
  }

  return {
    check: (address, email) => each(keys(address, email), refuseIfBlocked),
    fail: (address, email) =>
      each(keys(address, email), (limiter, key) => limiter.consume(key).catch(ignoreRefusal)),
    succeed: async (address, email) => {
      const [pair = ''] = keys(address, email);
      await Promise.all((pairs[0]?.limiters ?? []).map((limiter) => limiter.delete(pair)));
    },
  };
}

function limitersOf(rule: Rule, redis: Redis | null): RateLimiterAbstract[] {
  const options = {
    keyPrefix: rule.prefix,
    points: rule.failures,
    duration: rule.windowSeconds,
    blockDuration: rule.blockSeconds,
  };
  const memory = new RateLimiterMemory(options);
  if (!redis) return [memory];
  const insurance = new RateLimiterMemory({ ...options, keyPrefix: `${rule.prefix}_insurance` });
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

async function refuseIfBlocked(limiter: RateLimiterAbstract, key: string): Promise<void> {
  const state = await limiter.get(key);
  if (state && state.remainingPoints <= 0) {
    throw new AppError({ code: 'auth.throttled', retryAfterMs: state.msBeforeNext });
  }
}

function ignoreRefusal(refused: unknown): void {
  if (!(refused instanceof RateLimiterRes)) throw refused;
}
