import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Runs } from '../../activities/dialing/carry-out.ts';
import { relayBatch, type RelayDeps, runRelay } from '../../activities/dialing/relay.ts';
import { createDialingBed, type DialingBed } from './dialing-bed.ts';
import { until } from './poll.ts';
import { noInboundRuns } from './no-inbound-runs.ts';

let bed: DialingBed;
let attemptId: string;
let errors: unknown[];

beforeAll(async () => {
  bed = await createDialingBed();
  const campaignId = await bed.addCampaign();
  await bed.addContact(campaignId, '+12125550109');
  attemptId = (await bed.claim(campaignId))[0]?.attemptId ?? '';
}, 60_000);

afterAll(() => bed.close());

beforeEach(() => {
  errors = [];
});

const write = (n: number) =>
  bed.rows(
    `INSERT INTO outbox (org_id, kind, key, payload)
     SELECT current_setting('app.org')::uuid, 'ensure_workflow', $1::text,
            jsonb_build_object('type', 'ensure_workflow', 'attemptId', $1::text)
       FROM generate_series(1, $2::int)`,
    [attemptId, n],
  );

const unsent = async () =>
  (await bed.row<{ n: number }>('SELECT count(*)::int AS n FROM outbox WHERE sent_at IS NULL')).n;

function relayWith(ensureCall: Runs['ensureCall'], patch: Partial<RelayDeps['dialing']> = {}): RelayDeps {
  const none = async () => {};
  return {
    dialing: { ...bed.deps, ...patch },
    systemPool: bed.systemPool,
    runs: {
      ensureCall,
      replaceCall: ensureCall,
      signalCallEnded: async () => true,
      ensureCampaign: none,
      ensureImport: none,
      ensureCallback: async () => {},
      wakeWebhooks: async () => {},
      inbound: noInboundRuns,
    },
    onError: (error) => errors.push(error),
  };
}

describe('the relay', () => {
  it('is woken by a commit, long before its poll', async () => {
    let calls = 0;
    const timings = { ...bed.deps.timings, relayPollMs: 60_000 };
    const stop = new AbortController();
    const relay = runRelay(
      relayWith(async () => void (calls += 1), { timings }),
      stop.signal,
    );
    await until('the relay to listen', async () => {
      const { rowCount } = await bed.systemPool.query(
        `SELECT FROM pg_stat_activity WHERE query = 'LISTEN outbox' OR (query LIKE '%claim_outbox%' AND state = 'idle')`,
      );
      return (rowCount ?? 0) > 0;
    });
    await write(1);
    await until('the message', async () => calls === 1);
    stop.abort();
    await relay;
    expect(await unsent()).toBe(0);
  });

  it('shares messages with others: each is carried out once', async () => {
    let calls = 0;
    const deps = relayWith(async () => void (calls += 1));
    await write(120);
    const drain = async () => {
      while ((await relayBatch(deps)) > 0);
    };
    await Promise.all([drain(), drain(), drain()]);
    expect(calls).toBe(120);
    expect(await unsent()).toBe(0);
  });

  it('tries again what failed, later, and tells of it', async () => {
    let calls = 0;
    const deps = relayWith(async () => {
      calls += 1;
      if (calls === 1) throw new Error('no Temporal');
    });
    await write(1);
    await relayBatch(deps);
    expect(errors).toHaveLength(1);
    expect(await unsent()).toBe(1);
    await until('the second try', async () => {
      await relayBatch(deps);
      return calls === 2;
    });
    expect(await unsent()).toBe(0);
  });

  it('that dies before the mark leaves the message to the next after its lease', async () => {
    let calls = 0;
    const timings = { ...bed.deps.timings, relayLeaseMs: 300 };
    const carryOut = async () => void (calls += 1);
    const killPoint = (name: string) => {
      if (name === 'K12') throw new Error('killed');
    };
    await write(1);
    await expect(relayBatch(relayWith(carryOut, { timings, killPoint }))).rejects.toThrow('killed');
    expect(await relayBatch(relayWith(carryOut, { timings }))).toBe(0);
    await until(
      'the end of the lease',
      async () => (await relayBatch(relayWith(carryOut, { timings }))) === 1,
    );
    expect(calls).toBe(2);
    expect(await unsent()).toBe(0);
  });
});
