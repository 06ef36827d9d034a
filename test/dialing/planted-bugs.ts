import { createHash } from 'node:crypto';
import { DIAL_SQL, type DialSql, type Statement } from '../../db/dialing/dial.sql.ts';
import type { CarrierRegistry } from '../../domain/call/carrier.port.ts';

/** A statement with some of its text replaced; its name differs too, since connections keep what they prepared. */
function without(statement: Statement, ...guards: readonly [string, string][]): Statement {
  const text = guards.reduce((planted, [guard, instead]) => {
    if (!planted.includes(guard)) throw new Error(`there is no guard "${guard}" to take out`);
    return planted.replaceAll(guard, instead);
  }, statement.text);
  return { name: `planted_${createHash('sha256').update(text).digest('hex').slice(0, 12)}`, text };
}

/** T0 without one of its guards each: what the safety tests must catch. */
export const PLANTED_SQL = {
  /** Dials whatever state the row is in: neither the line nor the dial asks whether it is RESERVED. */
  noCompareAndSet: {
    ...DIAL_SQL,
    reserveLine: without(DIAL_SQL.reserveLine, [`AND a.state = 'reserved'`, '']),
    dial: without(DIAL_SQL.dial, [`AND a.state = 'reserved' AND a.provider_call_id IS NULL`, '']),
  },
  /** Neither opt-outs nor other campaigns wait for a dial to the same number. */
  noNumberLock: { ...DIAL_SQL, lockNumber: { name: 'planted_lock_number', text: 'SELECT $1::uuid' } },
  /** A pause does not wait for a dial that has read the control row. */
  noControlLock: { ...DIAL_SQL, reserveLine: without(DIAL_SQL.reserveLine, ['FOR SHARE OF k', '']) },
  /** Compares the counters with what they were before others changed them. */
  staleCounters: {
    ...DIAL_SQL,
    reserveLine: without(
      DIAL_SQL.reserveLine,
      [
        'n.in_flight < ctl.max_concurrent',
        '(SELECT in_flight FROM campaign_counter m WHERE m.campaign_id = ctl.campaign_id) < ctl.max_concurrent',
      ],
      [
        'n.spent_micros + n.reserved_micros + ctl.cost <= ctl.budget_micros',
        '(SELECT m.spent_micros + m.reserved_micros FROM campaign_counter m WHERE m.campaign_id = ctl.campaign_id) + ctl.cost <= ctl.budget_micros',
      ],
    ),
  },
  /** Counts slots from what the account's row was before others took theirs. */
  staleSlots: {
    ...DIAL_SQL,
    dial: without(DIAL_SQL.dial, [
      'SET next_slot_at = greatest(k.next_slot_at, clock_timestamp())',
      'SET next_slot_at = greatest((SELECT s.next_slot_at FROM carrier_account s WHERE s.id = k.id), clock_timestamp())',
    ]),
  },
} satisfies Record<string, DialSql>;

/** A carrier adapter that tries again when the answer was not clear: the classic way to ring a person twice. */
export function retryingOnAmbiguity(carriers: CarrierRegistry): CarrierRegistry {
  return {
    forAccount(account) {
      const port = carriers.forAccount(account);
      return {
        ...port,
        async createCall(request, hooks) {
          const first = await port.createCall(request, hooks);
          return first.kind === 'ambiguous' ? await port.createCall(request, hooks) : first;
        },
      };
    },
  };
}
