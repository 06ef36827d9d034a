import { randomBytes } from 'node:crypto';
import type { Pool } from 'pg';
import { createInboundActivities } from '../../activities/inbound/inbound.activities.ts';
import type { InboundRuns } from '../../activities/inbound/carry-out-inbound.ts';
import type { RelayDeps } from '../../activities/dialing/relay.ts';
import { relayBatch } from '../../activities/dialing/relay.ts';
import { rebuild } from '../../activities/dialing/rebuild.ts';
import { sweepOnce } from '../../activities/dialing/sweeper.ts';
import { applyInboundStatus } from '../../db/inbound/apply-inbound-status.ts';
import type { InboundCallRow } from '../../db/inbound/inbound-call-row.ts';
import type { InboundRun } from '../../db/inbound/inbound-run.ts';
import { findInboundCall, openInboundCall } from '../../db/inbound/open-inbound-call.ts';
import { createPool } from '../../db/pool.ts';
import { seed } from '../../db/seed.ts';
import { withOrg } from '../../db/tenant.ts';
import type { CarrierPort, FetchCallResult } from '../../domain/call/carrier.port.ts';
import type { CarrierStatus } from '../../domain/call/carrier-rank.ts';
import { DIAL_TIMINGS } from '../../domain/call/dial-timings.ts';
import { hashPhone } from '../../providers/crypto/hash-phone.ts';
import { insertRow } from '../db/tenant-fixture.ts';
import { testDatabase } from '../harness/test-database.ts';

const NUMBER = '+12125550100';
const ACCOUNT = `AC${'1'.repeat(32)}`;
/** Those of the product: no deadline passes but by `letPass`. */
export const TIMINGS = DIAL_TIMINGS;
const CLOSING = {
  disposition: 'heard',
  path: [{ node: 'menu' }],
  variables: { said: 'x' },
  language: 'cs',
} as const;

/** Inbound calls on real Postgres, with a carrier and runs that a test scripts. */
export class InboundBed {
  readonly pool: Pool;
  readonly systemPool: Pool;
  readonly orgId: string;
  /** What the carrier answers to the next question about each call, by its id. */
  readonly carrier = new Map<string, FetchCallResult>();
  /** Runs that were started or replaced. */
  started: InboundRun[] = [];
  replaced: InboundRun[] = [];
  /** Ids of calls whose run is open and hears of the end. */
  readonly open = new Set<string>();
  readonly heard: string[] = [];
  errors: unknown[] = [];
  /** Throws where a process would be gone. */
  killPoint: (name: string) => void = () => {};
  private readonly drop: () => Promise<void>;
  private calls = 0;
  private webhooks = 0;

  private constructor(pools: { pool: Pool; systemPool: Pool }, orgId: string, drop: () => Promise<void>) {
    this.pool = pools.pool;
    this.systemPool = pools.systemPool;
    this.orgId = orgId;
    this.drop = drop;
  }

  static async make(): Promise<InboundBed> {
    const database = await testDatabase();
    const pool = createPool(database.urls.user, { max: 8, name: 'test-inbound' });
    const systemPool = createPool(database.urls.system, { max: 2, name: 'test-inbound-system' });
    const { orgId, phoneNumberIds } = await seed({
      ownerUrl: database.urls.owner,
      orgName: 'Inbound',
      adminEmail: 'admin@example.test',
      adminPassword: randomBytes(12).toString('hex'),
      carrier: {
        accountSid: ACCOUNT,
        authToken: 'token',
        apiBaseUrl: 'http://127.0.0.1:9',
        cps: 1,
        maxConcurrent: 1,
      },
      numbers: [{ e164: NUMBER, language: 'cs' }],
    });
    await withOrg(pool, orgId, async (tx) => {
      const flowId = await insertRow(tx, 'flow', { org_id: orgId, name: 'flow' });
      const graph = {
        org_id: orgId,
        flow_id: flowId,
        version: 1,
        document: '{}',
        graph: '{}',
        prompts: '{}',
        reads: [],
      };
      const versionId = await insertRow(tx, 'flow_version', graph);
      await tx.query('UPDATE flow SET live_version_id = $2 WHERE id = $1', [flowId, versionId]);
      await tx.query('UPDATE phone_number SET flow_id = $2 WHERE id = $1', [phoneNumberIds[NUMBER], flowId]);
    });
    return new InboundBed({ pool, systemPool }, orgId, database.drop);
  }

  async end(): Promise<void> {
    await this.pool.end();
    await this.systemPool.end();
    await this.drop();
  }

  /** A call as its first webhook opens it; `to` another number is one that no flow answers. */
  async ring(to = NUMBER): Promise<InboundCallRow> {
    this.calls += 1;
    const callSid = `CA${String(this.calls).padStart(32, '0')}`;
    const name = { orgId: this.orgId, provider: 'twilio', accountSid: ACCOUNT, callSid, from: null, to };
    const row = await openInboundCall(this.pool, name, { timings: TIMINGS, hashPhone });
    if (!row) throw new Error('The call was not opened.');
    return row;
  }

  async read(call: InboundCallRow): Promise<InboundCallRow> {
    const row = await findInboundCall(this.pool, { orgId: this.orgId, callId: call.id });
    if (!row) throw new Error('The call is gone.');
    return row;
  }

  /** A status webhook; each one is another request, unless `url` says that it is a repeat. */
  status(call: InboundCallRow, status: CarrierStatus, url = `https://x.test/${(this.webhooks += 1)}`) {
    return applyInboundStatus(
      { pool: this.pool, timings: TIMINGS, hashPhone, killPoint: (name) => this.killPoint(name) },
      {
        orgId: this.orgId,
        provider: 'twilio',
        accountSid: ACCOUNT,
        callSid: call.callSid,
        from: null,
        to: NUMBER,
        url,
        params: { CallStatus: status },
        news: { status, durationSeconds: 7, isInbound: true },
      },
    );
  }

  /** What the carrier is to say of a call from now on. */
  says(call: InboundCallRow, status: CarrierStatus | 'nothing' | 'unknown'): void {
    const answer: FetchCallResult =
      status === 'nothing'
        ? { kind: 'unavailable', reason: 'test' }
        : status === 'unknown'
          ? { kind: 'not_found' }
          : { kind: 'found', call: carrierCall(call.callSid, status) };
    this.carrier.set(call.callSid, answer);
  }

  /** Moves a row's deadline into the past, and with `endedAgoMs` its end too. */
  async letPass(call: InboundCallRow, endedAgoMs?: number): Promise<void> {
    await withOrg(this.pool, this.orgId, (tx) =>
      tx.query(
        `UPDATE call SET deadline_at = clock_timestamp() - interval '1 second',
                ended_at = CASE WHEN $2::float8 IS NULL THEN ended_at ELSE clock_timestamp() - make_interval(secs => $2) END
          WHERE id = $1 AND closed_at IS NULL`,
        [call.id, endedAgoMs === undefined ? null : endedAgoMs / 1000],
      ),
    );
  }

  sweep(): Promise<number> {
    const metrics = { dialled() {}, repaired() {}, relayed() {} };
    const dialing = { pool: this.pool, timings: TIMINGS, metrics };
    return sweepOnce({ dialing, systemPool: this.systemPool, onError: (error) => this.errors.push(error) });
  }

  /** Carries the outbox out until nothing is due. */
  async relay(): Promise<void> {
    while ((await relayBatch(this.relayDeps())) > 0);
  }

  rebuild() {
    return rebuild(this, this.relayDeps().runs, (error) => this.errors.push(error));
  }

  close(call: InboundCallRow, closing: { disposition: string | null } = CLOSING) {
    return this.activities().closeInboundCall({ orgId: this.orgId, callId: call.id, ...CLOSING, ...closing });
  }

  ask(call: InboundCallRow) {
    return this.activities().askInboundCall({ orgId: this.orgId, callId: call.id });
  }

  rows<T extends object>(text: string, values: unknown[] = []): Promise<T[]> {
    return withOrg(this.pool, this.orgId, async (tx) => (await tx.query<T>(text, values)).rows);
  }

  private activities() {
    return createInboundActivities(this.deps());
  }

  private deps() {
    const port = { fetchCall: async (callId: string) => this.carrier.get(callId) ?? { kind: 'not_found' } };
    return {
      pool: this.pool,
      timings: TIMINGS,
      killPoint: (name: string) => this.killPoint(name),
      carriers: { forAccount: () => port as CarrierPort },
    };
  }

  private relayDeps(): RelayDeps {
    const never = () => Promise.reject(new Error('Not of an inbound call.'));
    const inbound: InboundRuns = {
      signalEnded: async ({ callSid }) => {
        if (!this.open.has(callSid)) return false;
        this.heard.push(callSid);
        return true;
      },
      ensure: async (run) => void this.started.push(run),
      replace: async (run) => void this.replaced.push(run),
    };
    const metrics = { dialled() {}, repaired() {}, relayed() {} };
    return {
      dialing: { ...this.deps(), metrics } as unknown as RelayDeps['dialing'],
      systemPool: this.systemPool,
      runs: {
        signalCallEnded: never,
        ensureCall: never,
        replaceCall: never,
        ensureCampaign: never,
        ensureImport: never,
        ensureCallback: never,
        wakeWebhooks: never,
        inbound,
      },
      onError: (error) => this.errors.push(error),
    };
  }
}

function carrierCall(callId: string, status: CarrierStatus) {
  return {
    callId,
    status,
    direction: 'inbound',
    parentCallId: null,
    answeredBy: null,
    dateCreatedMs: null,
    startedMs: null,
    endedMs: null,
    durationSeconds: status === 'completed' ? 11 : null,
  };
}
