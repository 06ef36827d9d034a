import type { Response } from 'express';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { AppError } from '../../domain/errors.ts';

/** How many requests one user may make in a window. */
export interface RequestLimit {
  readonly requests: number;
  readonly windowSeconds: number;
}

/** Counts the requests of users; sets the RateLimit headers and throws `request.throttled` beyond the limit. */
export interface RequestLimiter {
  count(userId: string, res: Response): Promise<void>;
}

/** A limiter in the memory of this process: it costs no round trip, and the loss of Redis cannot open it. */
export function createRequestLimiter(limit: RequestLimit): RequestLimiter {
  const limiter = new RateLimiterMemory({ points: limit.requests, duration: limit.windowSeconds });
  const policy = `"user";q=${limit.requests};w=${limit.windowSeconds}`;
  return {
    count: async (userId, res) => {
      const state = await limiter.consume(userId).catch((refused: unknown) => refused);
      if (!(state instanceof RateLimiterRes)) throw state;
      const resetSeconds = Math.ceil(state.msBeforeNext / 1000);
      res.setHeader('RateLimit-Policy', policy);
      res.setHeader('RateLimit', `"user";r=${Math.max(0, state.remainingPoints)};t=${resetSeconds}`);
      if (state.consumedPoints > limit.requests) {
        throw new AppError({ code: 'request.throttled', retryAfterMs: state.msBeforeNext });
      }
    },
  };
}
