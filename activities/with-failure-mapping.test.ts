import { describe, expect, it } from '@jest/globals';
import { ApplicationFailure } from '@temporalio/common';
import { AppError } from '../domain/errors.ts';
import { withFailureMapping } from './with-failure-mapping.ts';

async function failureOf(thrown: unknown): Promise<unknown> {
  const { act } = withFailureMapping({ act: () => Promise.reject(thrown) });
  return act().catch((caught: unknown) => caught);
}

describe('withFailureMapping', () => {
  it('never retries what cannot succeed, and says its code', async () => {
    const failure = await failureOf(new AppError({ code: 'campaign.not_found' }));
    expect(failure).toBeInstanceOf(ApplicationFailure);
    expect(failure).toMatchObject({ type: 'campaign.not_found', nonRetryable: true });
  });

  it('retries a throttled call after the delay that it asks for', async () => {
    const failure = await failureOf(new AppError({ code: 'carrier.rate_limited', retryAfterMs: 1500 }));
    expect(failure).toMatchObject({
      type: 'carrier.rate_limited',
      nonRetryable: false,
      nextRetryDelay: 1500,
    });
  });

  it('leaves what it does not know to the engine', async () => {
    const thrown = new Error('connection lost');
    expect(await failureOf(thrown)).toBe(thrown);
  });
});
