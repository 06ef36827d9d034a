import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { AttemptOutcome } from './attempt-state.ts';
import { CARRIER_STATUSES, type CarrierStatus, outcomeOf } from './carrier-rank.ts';
import { inboundChange, type NewsSource } from './inbound-call.ts';

describe('news of an inbound call', () => {
  it('ends it by every final status and by no other', () => {
    for (const status of CARRIER_STATUSES) {
      const outcome = outcomeOf(status, null);
      const change = inboundChange(null, status, 'callback');
      expect(change).toEqual(outcome === null ? { kind: 'none' } : { kind: 'end', outcome });
    }
  });

  it('is a sign of life only when the carrier was asked', () => {
    expect(inboundChange(null, 'in-progress', 'fetched')).toEqual({ kind: 'alive' });
    expect(inboundChange(null, 'in-progress', 'callback')).toEqual({ kind: 'none' });
    expect(inboundChange('answered', 'in-progress', 'fetched')).toEqual({ kind: 'none' });
  });

  it('asks the carrier about another ending, and believes what it then says', () => {
    expect(inboundChange('answered', 'completed', 'callback')).toEqual({ kind: 'none' });
    expect(inboundChange('answered', 'failed', 'callback')).toEqual({ kind: 'ask' });
    expect(inboundChange('answered', 'failed', 'fetched')).toEqual({ kind: 'correct', outcome: 'failed' });
  });

  it('whatever callbacks come in whatever order, the first ending stays', () => {
    const news = fc.array(fc.constantFrom<CarrierStatus>(...CARRIER_STATUSES), { maxLength: 12 });
    fc.assert(
      fc.property(news, (statuses) => {
        let written: AttemptOutcome | null = null;
        for (const status of statuses) written = after(written, status, 'callback');
        const first = statuses.map((status) => outcomeOf(status, null)).find((outcome) => outcome !== null);
        expect(written).toBe(first ?? null);
      }),
    );
  });
});

function after(
  written: AttemptOutcome | null,
  status: CarrierStatus,
  source: NewsSource,
): AttemptOutcome | null {
  const change = inboundChange(written, status, source);
  return change.kind === 'end' || change.kind === 'correct' ? change.outcome : written;
}
