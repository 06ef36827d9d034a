import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ATTEMPT_ARROWS, ATTEMPT_STATES, LIVE_STATES } from '../../domain/call/attempt-state.ts';
import { createDialingBed, type DialingBed } from './dialing-bed.ts';

let bed: DialingBed;
let attemptId: string;

beforeAll(async () => {
  bed = await createDialingBed();
  const campaignId = await bed.addCampaign();
  await bed.addContact(campaignId, '+12125550110');
  attemptId = (await bed.claim(campaignId))[0]?.attemptId ?? '';
}, 60_000);

afterAll(() => bed.close());

const domainArrows = new Set(ATTEMPT_ARROWS.map(({ from, to }) => `${from}>${to}`));
const pairs = ATTEMPT_STATES.flatMap((from) => ATTEMPT_STATES.map((to) => [from, to] as const));

/** What a row of a state must hold, so that only the arrow decides. */
const filling = `dial_token = uuidv7(), dial_started_at = now(), deadline_at = now(), outcome = 'failed',
                 decision_id = (SELECT id FROM dial_decision LIMIT 1)`;

describe('the trigger is the shadow of the machine', () => {
  it('lists the same arrows', async () => {
    const arrows = await bed.rows<{ arrow: string }>(
      `SELECT from_state || '>' || to_state AS arrow FROM attempt_arrows()
        UNION ALL SELECT 'null>' || state FROM attempt_initial_states()`,
    );
    expect(new Set(arrows.map(({ arrow }) => arrow))).toEqual(domainArrows);
  });

  it('locks the number in the same states', async () => {
    const { definition } = await bed.row<{ definition: string }>(
      `SELECT pg_get_indexdef('one_live_per_number'::regclass) AS definition`,
    );
    const states = ATTEMPT_STATES.filter((state) => definition.includes(`'${state}'`));
    expect(new Set(states)).toEqual(new Set(LIVE_STATES));
  });

  it.each(pairs.filter(([from, to]) => from !== to))('%s → %s is as in the machine', async (from, to) => {
    const change = bed.inOrg(async (tx) => {
      await tx.query(
        `INSERT INTO dial_decision (org_id, contact_id, attempt_id, rule_at, verdict, reasons, rulepack_version, zone_set,
                                    local_times, caps_counts, caller_id, facts, inputs_hash)
         SELECT org_id, contact_id, id, now(), 'allow', '[]', 't', '{}', '{}', '{}', '', '{}', '' FROM call_attempt WHERE id = $1`,
        [attemptId],
      );
      await walkTo(tx, from);
      await tx.query(`UPDATE call_attempt SET state = $2, cause = 'test', ${filling} WHERE id = $1`, [
        attemptId,
        to,
      ]);
      throw new Undo();
    });
    const outcome = await change.catch((error: { constraint?: string }) =>
      error instanceof Undo ? 'allowed' : error.constraint,
    );
    expect(outcome).toBe(domainArrows.has(`${from}>${to}`) ? 'allowed' : 'call_attempt_arrow');
  });
});

/** Rolls a trial back. */
class Undo extends Error {}

type Tx = Parameters<Parameters<DialingBed['inOrg']>[0]>[0];

/** Brings the reserved row to a state by the shortest road of arrows. */
async function walkTo(tx: Tx, goal: string): Promise<void> {
  const roads = new Map<string, string[]>([['reserved', []]]);
  for (const [state, road] of roads) {
    for (const arrow of ATTEMPT_ARROWS) {
      if (arrow.from === state && !roads.has(arrow.to)) roads.set(arrow.to, [...road, arrow.to]);
    }
  }
  for (const state of roads.get(goal) ?? []) {
    await tx.query(`UPDATE call_attempt SET state = $2, cause = 'test', ${filling} WHERE id = $1`, [
      attemptId,
      state,
    ]);
  }
}
