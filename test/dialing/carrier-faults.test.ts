import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parseFaultPlan } from '../../emulator/faults/parse.ts';
import { parsePersonaFile } from '../../emulator/people/directory.ts';
import { type Conductor, conduct } from './conductor.ts';
import { createDialingBed, type DialingBed } from './dialing-bed.ts';
import { until } from './poll.ts';

/** One fault of the carrier, and how an attempt that meets it must end. */
interface FaultCase {
  fault: string[];
  /** Rings of the number in the truth file. */
  rings: number;
  state: string[];
  reason?: string;
  /** States the attempt must have been in on its way. */
  via?: string[];
  incident?: string;
  /** Who has the number; by default somebody who answers. */
  persona?: string;
}

const CASES: readonly FaultCase[] = [
  { fault: [], rings: 1, state: ['ended'] },
  { fault: ['4xx'], rings: 0, state: ['not_placed'], reason: 'carrier_21214' },
  { fault: ['429'], rings: 1, state: ['ended'], via: ['planned'] },
  // The first callback may beat the 500: then the row was never unknown.
  { fault: ['500-executed'], rings: 1, state: ['ended'] },
  { fault: ['500-executed', 'dropped'], rings: 1, state: ['ended'], via: ['unknown'], persona: 'no_answer' },
  { fault: ['500-not'], rings: 0, state: ['review'], via: ['unknown'] },
  { fault: ['timeout-executed'], rings: 1, state: ['ended'] },
  {
    fault: ['timeout-executed', 'dropped'],
    rings: 1,
    state: ['ended'],
    via: ['unknown'],
    persona: 'no_answer',
  },
  {
    fault: ['timeout-executed', 'list-lag', 'dropped'],
    rings: 1,
    state: ['ended'],
    via: ['unknown'],
    persona: 'no_answer',
  },
  { fault: ['timeout-not'], rings: 0, state: ['review'], via: ['unknown'] },
  { fault: ['reset-before'], rings: 0, state: ['review'], via: ['unknown'] },
  { fault: ['reset-after'], rings: 1, state: ['ended'] },
  { fault: ['reset-after', 'dropped'], rings: 1, state: ['ended'], via: ['unknown'], persona: 'no_answer' },
  { fault: ['callback-before-answer'], rings: 1, state: ['ended'] },
  { fault: ['duplicate'], rings: 1, state: ['ended'] },
  { fault: ['reordered'], rings: 1, state: ['ended'] },
  { fault: ['late'], rings: 1, state: ['ended'] },
  { fault: ['dropped'], rings: 1, state: ['ended'] },
  { fault: ['forged'], rings: 1, state: ['ended'] },
  { fault: ['replayed'], rings: 1, state: ['ended'] },
  { fault: ['wrong-sid'], rings: 1, state: ['ended'], incident: 'DUPLICATE_DIAL' },
  { fault: ['two-terminals'], rings: 1, state: ['ended'], incident: 'CARRIER_CORRECTION' },
  { fault: ['queued-past-window'], rings: 0, state: ['ended'] },
];

const numberOf = (index: number) => `+1212555${String(120 + index).padStart(4, '0')}`;

let bed: DialingBed;
let conductor: Conductor;
const attempts = new Map<string, string>();

beforeAll(async () => {
  const rules = CASES.flatMap(({ fault }, index) =>
    fault.map((name) => ({
      fault: name,
      numbers: `^\\${numberOf(index)}$`,
      ...(/^(429|5|timeout|reset|list)/.test(name) ? { times: 1 } : {}),
    })),
  );
  bed = await createDialingBed({
    emulator: {
      personas: parsePersonaFile({
        numbers: CASES.map(({ persona = 'listens' }, index) => ({
          pattern: `^\\${numberOf(index)}$`,
          persona,
        })),
      }),
      faults: parseFaultPlan({
        rules,
        timing: { hangMs: 4000, lateMs: 3000, replayMs: 300, listLagMs: 1000, queuedMs: 60_000 },
      }),
    },
  });
  conductor = conduct(bed);
  const campaignId = await bed.addCampaign({ maxAttempts: 1 });
  for (const index of CASES.keys()) await bed.addContact(campaignId, numberOf(index));
  await dispatchUntilAtRest(campaignId);
}, 90_000);

afterAll(async () => {
  await conductor.stop();
  await bed.close();
});

/** As the campaign would: claims what is due, until every contact is done, blocked or in review. */
async function dispatchUntilAtRest(campaignId: string): Promise<void> {
  await until(
    'every contact to come to rest',
    async () => {
      for (const { attemptId, contactId } of await bed.claim(campaignId, 5)) {
        const { phone_e164: e164 } = await bed.row<{ phone_e164: string }>(
          'SELECT phone_e164 FROM contact_pii WHERE contact_id = $1',
          [contactId],
        );
        attempts.set(e164, attemptId);
        await conductor.ensureCall({ orgId: bed.orgId, attemptId });
      }
      const { open } = await bed.row<{ open: number }>(
        `SELECT count(*)::int AS open FROM campaign_contact WHERE state NOT IN ('done', 'blocked', 'review')`,
      );
      return open === 0;
    },
    60_000,
  );
}

describe('each fault of the carrier', () => {
  it.each(CASES.map((fault, index) => [fault.fault.join(' + ') || 'ok', index] as const))(
    '%s: the right end and no second ring',
    async (_, index) => {
      const expected = CASES[index] as FaultCase;
      const e164 = numberOf(index);
      const attemptId = attempts.get(e164);
      const row = await bed.row<{ state: string; reason: string | null }>(
        'SELECT state, reason FROM call_attempt WHERE id = $1',
        [attemptId],
      );
      const events = await bed.rows<{ to_state: string; cause: string }>(
        'SELECT to_state, cause FROM attempt_event WHERE attempt_id = $1 ORDER BY seq',
        [attemptId],
      );
      const states = events.map((event) => event.to_state);
      expect(expected.state).toContain(row.state);
      if (expected.reason) expect(row.reason).toBe(expected.reason);
      expect(states).toEqual(expect.arrayContaining(expected.via ?? []));
      const truth = bed.truth().filter((line) => line.to === e164);
      expect(truth.filter((line) => line.event === 'ring')).toHaveLength(expected.rings);
      const incidents = await bed.rows<{ kind: string }>(
        `SELECT kind FROM incident WHERE attempt_id = $1 AND kind NOT IN ('SWEEPER_REPAIR', 'NEEDS_REVIEW')`,
        [attemptId],
      );
      expect(incidents.map((incident) => incident.kind)).toEqual(
        expected.incident ? [expected.incident] : [],
      );
    },
  );

  it('refuses every forged webhook', () => {
    expect(bed.receiver.received.some((webhook) => webhook.status === 403)).toBe(true);
    expect(bed.receiver.received.filter((webhook) => webhook.status >= 500)).toEqual([]);
  });

  it('leaves no line and no money behind', async () => {
    const counter = await bed.row('SELECT in_flight, reserved_micros FROM campaign_counter');
    const { reviews } = await bed.row<{ reviews: number }>(
      `SELECT count(*)::int AS reviews FROM call_attempt WHERE state = 'review'`,
    );
    expect(counter).toEqual({ in_flight: 0, reserved_micros: reviews * 100 });
  });
});
