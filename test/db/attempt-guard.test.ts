import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { createPool } from '../../db/pool.ts';
import { withOrg } from '../../db/tenant.ts';
import { type TestDatabase, testDatabase } from '../harness/test-database.ts';
import { bringTo, moveTo, STATES } from './attempt-walk.ts';
import { sabotaged } from './sabotaged.ts';
import { fillTenant, type Tenant } from './fill-tenant.ts';
import { insertContact, insertRow, newAttempt } from './tenant-fixture.ts';

let database: TestDatabase;
let pool: pg.Pool;
let superuser: pg.Client;
let tenant: Tenant;
let other: Tenant;

beforeAll(async () => {
  database = await testDatabase();
  pool = createPool(database.urls.user, { max: 2 });
  superuser = new pg.Client(database.urls.superuser);
  await superuser.connect();
  tenant = await fillTenant(pool, database.urls, 'tenant');
  other = await fillTenant(pool, database.urls, 'other');
}, 120_000);

afterAll(async () => {
  await Promise.all([pool.end(), superuser.end()]);
  await database.drop();
});

/** The arrows as calls.md section 2 draws them, written down a second time on purpose. */
const DRAWN: Readonly<Record<string, readonly string[]>> = {
  planned: ['reserved'],
  reserved: ['planned', 'dialing', 'blocked'],
  dialing: ['planned', 'not_placed', 'unknown', 'placed', 'ringing', 'in_call', 'ended'],
  unknown: ['review', 'placed', 'ringing', 'in_call', 'ended'],
  review: ['placed', 'ringing', 'in_call', 'ended'],
  placed: ['ringing', 'in_call', 'ended'],
  ringing: ['in_call', 'ended'],
  in_call: ['ended'],
  ended: ['ended'],
};
const drawn = Object.entries(DRAWN).flatMap(([from, to]) => to.map((state) => `${from} → ${state}`));

/** Tries every pair of states on rows brought there by allowed arrows; returns the pairs that the database let pass. */
async function passed(tx: pg.ClientBase): Promise<string[]> {
  const pairs: string[] = [];
  for (const from of STATES) {
    await tx.query('SAVEPOINT state');
    const attemptId = await bringTo(tx, tenant, from);
    for (const to of STATES) {
      await tx.query('SAVEPOINT arrow');
      try {
        await moveTo(tx, attemptId, to, from === to ? { cause: 'carrier_correction' } : {});
        const events = await eventsOf(tx, attemptId);
        if (from !== to || events.at(-1)?.cause === 'carrier_correction') pairs.push(`${from} → ${to}`);
      } catch (error) {
        expect(error).toMatchObject({ code: '23514', constraint: 'call_attempt_arrow' });
      }
      await tx.query('ROLLBACK TO SAVEPOINT arrow');
    }
    await tx.query('ROLLBACK TO SAVEPOINT state');
  }
  return pairs;
}

interface Event {
  seq: number;
  from_state: string | null;
  to_state: string;
  cause: string;
  detail: Record<string, unknown>;
}

async function eventsOf(tx: pg.ClientBase, attemptId: string): Promise<Event[]> {
  const { rows } = await tx.query<Event>(
    'SELECT seq, from_state, to_state, cause, detail FROM attempt_event WHERE attempt_id = $1 ORDER BY seq',
    [attemptId],
  );
  return rows;
}

const inTenant = <T>(work: (tx: pg.PoolClient) => Promise<T>) => withOrg(pool, tenant.orgId, work);

describe('call_attempt_guard', () => {
  it('lets exactly the drawn arrows pass, of all pairs of states', async () => {
    expect((await inTenant(passed)).sort()).toEqual([...drawn].sort());
  }, 60_000);

  it('is what refuses the others', async () => {
    const removal = `ALTER TABLE call_attempt DISABLE TRIGGER call_attempt_guard;
      SELECT set_config('app.org', '${tenant.orgId}', true); SET LOCAL ROLE app_user`;
    const pairs = await sabotaged(superuser, removal, () => passed(superuser));
    expect(pairs).toContain('ended → placed');
    expect(pairs.length).toBeGreaterThan(drawn.length);
  }, 60_000);

  it('has the arrows in one place that can be read', async () => {
    const { rows } = await pool.query<{ arrow: string }>(
      `SELECT from_state || ' → ' || to_state AS arrow FROM attempt_arrows()`,
    );
    expect(rows.map((row) => row.arrow).sort()).toEqual([...drawn].sort());
  });

  it.each(STATES)('lets an attempt begin as %s only if that is planned or reserved', async (state) => {
    const begun = inTenant((tx) =>
      insertRow(tx, 'call_attempt', {
        ...newAttempt(tenant),
        state,
        outcome: 'failed',
        dial_token: randomUUID(),
        dial_started_at: new Date(),
        decision_id: null,
      }),
    );
    if (state === 'planned' || state === 'reserved') await expect(begun).resolves.toEqual(expect.any(String));
    else await expect(begun).rejects.toMatchObject({ code: '23514' });
  });

  it('appends each change to attempt_event, numbered from 1, with cause and evidence', async () => {
    const events = await inTenant(async (tx) => {
      const attemptId = await bringTo(tx, tenant, 'ended');
      await moveTo(tx, attemptId, 'ended', { cause: 'carrier_correction', outcome: 'busy' });
      return eventsOf(tx, attemptId);
    });
    expect(events.map(({ seq, from_state, to_state, cause }) => [seq, from_state, to_state, cause])).toEqual([
      [1, null, 'reserved', 'intended'],
      [2, 'reserved', 'dialing', 'walk'],
      [3, 'dialing', 'ended', 'walk'],
      [4, 'ended', 'ended', 'carrier_correction'],
    ]);
    expect(events[3]?.detail).toMatchObject({ outcome: 'busy', previousOutcome: 'failed' });
  });

  it('appends nothing for a change without an arrow', async () => {
    const events = await inTenant(async (tx) => {
      const attemptId = await bringTo(tx, tenant, 'reserved');
      await tx.query(`UPDATE call_attempt SET deadline_at = now(), cause = 'lease' WHERE id = $1`, [
        attemptId,
      ]);
      return eventsOf(tx, attemptId);
    });
    expect(events).toHaveLength(1);
  });

  const frozen: readonly [
    what: string,
    state: (typeof STATES)[number],
    change: string,
    constraint: string,
  ][] = [
    ['what it is for', 'planned', 'intent_id = uuidv7()', 'call_attempt_identity'],
    ['its number', 'placed', `phone_hash = '\\x00'`, 'call_attempt_identity'],
    ['the carrier call it is bound to', 'placed', `provider_call_id = 'CA-other'`, 'call_attempt_binding'],
    ['its outcome once ended', 'ended', `outcome = 'busy'`, 'call_attempt_arrow'],
    ['its reason once blocked', 'blocked', `reason = 'other'`, 'call_attempt_arrow'],
    ['its dial once not placed', 'not_placed', 'dial_token = uuidv7()', 'call_attempt_arrow'],
    ['its closing', 'blocked', 'closed_at = now()', 'call_attempt_closed_once'],
  ];

  it.each(frozen)('keeps %s', async (_what, state, change, constraint) => {
    const changed = inTenant(async (tx) => {
      const attemptId = await bringTo(tx, tenant, state);
      await tx.query(`UPDATE call_attempt SET ${change} WHERE id = $1`, [attemptId]);
    });
    await expect(changed).rejects.toMatchObject({ code: '23514', constraint });
  });

  it('lets app_user write no event of its own', async () => {
    const forged = inTenant((tx) =>
      insertRow(tx, 'attempt_event', {
        org_id: tenant.orgId,
        attempt_id: tenant.attemptId,
        seq: 99,
        to_state: 'ended',
        cause: 'forged',
      }),
    );
    await expect(forged).rejects.toMatchObject({ code: '42501' });
  });
});

describe('the checks of call_attempt', () => {
  const checks: readonly [rule: string, change: string, constraint: string][] = [
    ['every open row has a deadline', 'deadline_at = NULL', 'call_attempt_deadline_check'],
    ['only a row at its end is closed', 'closed_at = now()', 'call_attempt_closed_check'],
    ['a dialled row has its token', `state = 'dialing', cause = 'walk'`, 'call_attempt_dialed_check'],
  ];

  it.each(checks)('%s', async (_rule, change, constraint) => {
    const broken = inTenant(async (tx) => {
      const attemptId = await bringTo(tx, tenant, 'reserved');
      await tx.query(`UPDATE call_attempt SET ${change} WHERE id = $1`, [attemptId]);
    });
    await expect(broken).rejects.toMatchObject({ code: '23514', constraint });
  });
});

describe('the unique keys of call_attempt', () => {
  /** Two attempts on one number, both dialling. */
  const dialTwice = (phoneHash: Buffer) => async (tx: pg.ClientBase) => {
    for (let nth = 0; nth < 2; nth++) await bringTo(tx, tenant, 'dialing', phoneHash);
  };

  it('keep one live attempt per number, across contacts and campaigns', async () => {
    const doubled = inTenant(dialTwice(randomBytes(32)));
    await expect(doubled).rejects.toMatchObject({ code: '23505', constraint: 'one_live_per_number' });
  });

  it('would let two pass without one_live_per_number', async () => {
    const removal = `DROP INDEX one_live_per_number; SELECT set_config('app.org', '${tenant.orgId}', true)`;
    await sabotaged(superuser, removal, () => dialTwice(randomBytes(32))(superuser));
  });

  it.each(['unknown', 'review', 'placed', 'ringing', 'in_call'] as const)(
    'count %s as live',
    async (state) => {
      const phoneHash = randomBytes(32);
      const doubled = inTenant(async (tx) => {
        await bringTo(tx, tenant, state, phoneHash);
        await bringTo(tx, tenant, 'dialing', phoneHash);
      });
      await expect(doubled).rejects.toMatchObject({ constraint: 'one_live_per_number' });
    },
  );

  it.each(['planned', 'reserved', 'ended', 'not_placed', 'blocked'] as const)(
    'do not count %s as live',
    async (state) => {
      const phoneHash = randomBytes(32);
      await inTenant(async (tx) => {
        await bringTo(tx, tenant, state, phoneHash);
        await bringTo(tx, tenant, 'dialing', phoneHash);
      });
    },
  );

  it('say nothing about the numbers of another organization', async () => {
    const phoneHash = randomBytes(32);
    await inTenant((tx) => bringTo(tx, tenant, 'dialing', phoneHash));
    await withOrg(pool, other.orgId, (tx) => bringTo(tx, other, 'dialing', phoneHash));
  });

  it('bind a carrier call to one attempt', async () => {
    const bound = inTenant(async (tx) => {
      for (let nth = 0; nth < 2; nth++) {
        const attemptId = await bringTo(tx, tenant, 'dialing', randomBytes(32));
        await moveTo(tx, attemptId, 'placed', { providerCallId: 'CA-same' });
      }
    });
    await expect(bound).rejects.toMatchObject({
      code: '23505',
      constraint: 'call_attempt_provider_call_key',
    });
  });

  it('keep one attempt per intention and number of the try', async () => {
    const doubled = inTenant(async (tx) => {
      const contactId = await insertContact(tx, tenant.orgId);
      const attempt = newAttempt({ ...tenant, contactId });
      await insertRow(tx, 'call_attempt', attempt);
      await insertRow(tx, 'call_attempt', attempt);
    });
    await expect(doubled).rejects.toMatchObject({ code: '23505', constraint: 'call_attempt_intent_key' });
  });
});
