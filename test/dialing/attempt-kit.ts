import { createDialingActivities } from '../../activities/dialing/dialing.activities.ts';
import { relayBatch, type RelayDeps } from '../../activities/dialing/relay.ts';
import { sweepOnce } from '../../activities/dialing/sweeper.ts';
import { applyCarrierEvent, type CarrierEvent } from '../../db/dialing/apply-carrier-event.ts';
import { applyEvent, type TimelessEvent } from '../../db/dialing/apply-event.ts';
import type { CarrierStatus } from '../../domain/call/carrier-rank.ts';
import type {
  CarrierCall,
  CarrierPort,
  CarrierRegistry,
  CreateCallResult,
} from '../../domain/call/carrier.port.ts';
import { countingCarrier } from './counting-carrier.ts';
import { BED_TIMINGS, type CampaignSettings, createDialingBed } from './dialing-bed.ts';
import { noInboundRuns } from './no-inbound-runs.ts';

/** What a flow leaves behind in these tests. */
export const CLOSING = {
  disposition: 'confirmed',
  path: [{ node: 'menu' }],
  variables: { answer: '1' },
  language: 'cs' as const,
};

/** An attempt with its campaign and number. */
export interface KitAttempt {
  orgId: string;
  attemptId: string;
  campaignId: string;
  e164: string;
}

interface AttemptColumns {
  state: string;
  outcome: string | null;
  reason: string | null;
  cause: string;
  provider_call_id: string | null;
}

interface ContactColumns {
  state: string;
  attempts_made: number;
  reason: string | null;
  outcome: string | null;
}

/** A call as the carrier lists it, made now. */
export function listedCall(callId: string, patch: Partial<CarrierCall> = {}): CarrierCall {
  return {
    callId,
    status: 'queued',
    direction: 'outbound-api',
    parentCallId: null,
    answeredBy: null,
    dateCreatedMs: Date.now(),
    startedMs: null,
    endedMs: null,
    durationSeconds: null,
    ...patch,
  };
}

const NOBODY = { id: '', provider: '', accountSid: '', authToken: '', apiBaseUrl: null };

/** Throws what a loop would go on after: in these tests it must not happen. */
const onError = (error: unknown): never => {
  throw error;
};

/** Steps of single attempts on a bed whose carrier is in memory; rows live long unless a test ages them. */
export class AttemptKit {
  /** Attempts whose run was asked for since `reset`. */
  started: string[] = [];
  /** Attempts whose stuck run was replaced. */
  replaced: string[] = [];
  private carrier: CarrierRegistry = countingCarrier();
  private nextNumber = 100;

  readonly bed: Awaited<ReturnType<typeof createDialingBed>>;

  constructor(bed: AttemptKit['bed']) {
    this.bed = bed;
  }

  static async create(): Promise<AttemptKit> {
    const timings = { ...BED_TIMINGS, queueLimitMs: 60_000, ringExpectedMs: 60_000, closeWithinMs: 60_000 };
    return new AttemptKit(await createDialingBed({ cps: 1000, deps: { timings } }));
  }

  /** Before each test: a carrier that accepts, an empty outbox, nothing overdue. */
  async reset(): Promise<void> {
    this.carrierSays();
    await this.bed.rows(
      `UPDATE call_attempt SET deadline_at = now() + interval '1 year' WHERE closed_at IS NULL`,
    );
    await this.drainOutbox();
  }

  /** From now on creates are answered so, and the other requests of the port by `patch`. */
  carrierSays(answer?: CreateCallResult, patch: Partial<CarrierPort> = {}): void {
    const port = countingCarrier(answer && (() => answer)).forAccount(NOBODY);
    this.carrier = { forAccount: () => ({ ...port, ...patch }) };
  }

  carrierLists(calls: CarrierCall[]): void {
    this.carrierSays(undefined, { listCalls: async () => ({ kind: 'listed', calls }) });
  }

  activities(killPoint: (name: string) => void = () => {}) {
    return createDialingActivities({ ...this.bed.deps, carriers: this.carrier, killPoint });
  }

  async reserved(settings: CampaignSettings = {}): Promise<KitAttempt> {
    const campaignId = await this.bed.addCampaign(settings);
    const e164 = `+1646555${String(this.nextNumber++).padStart(4, '0')}`;
    await this.bed.addContact(campaignId, e164);
    const [claimed] = await this.bed.claim(campaignId);
    return { orgId: this.bed.orgId, attemptId: claimed?.attemptId ?? '', campaignId, e164 };
  }

  async placed(settings: CampaignSettings = {}): Promise<KitAttempt> {
    const attempt = await this.reserved(settings);
    await this.activities().placeCall(attempt);
    return attempt;
  }

  async unknown(): Promise<KitAttempt> {
    this.carrierSays({ kind: 'ambiguous', reason: 'timeout' });
    const attempt = await this.placed();
    this.carrierSays();
    return attempt;
  }

  rowOf({ attemptId }: { attemptId: string }): Promise<AttemptColumns> {
    return this.bed.row('SELECT * FROM call_attempt WHERE id = $1', [attemptId]);
  }

  async callIdOf(attempt: KitAttempt): Promise<string> {
    return (await this.rowOf(attempt)).provider_call_id ?? '';
  }

  contactOf({ attemptId }: KitAttempt): Promise<ContactColumns> {
    return this.bed.row('SELECT * FROM campaign_contact WHERE attempt_id = $1', [attemptId]);
  }

  counterOf({ campaignId }: KitAttempt): Promise<Record<string, number>> {
    return this.bed.row(
      'SELECT in_flight, placed, answered, reserved_micros, spent_micros FROM campaign_counter WHERE campaign_id = $1',
      [campaignId],
    );
  }

  incidentsOf({
    attemptId,
  }: KitAttempt): Promise<{ kind: string; resolved_at: Date | null; detail: unknown }[]> {
    return this.bed.rows('SELECT * FROM incident WHERE attempt_id = $1', [attemptId]);
  }

  /** Lets wall time pass for one row: moves its moments back. */
  async age({ attemptId }: KitAttempt, seconds: number): Promise<void> {
    await this.bed.rows(
      `UPDATE call_attempt
          SET dial_started_at = dial_started_at - make_interval(secs => $2),
              deadline_at = deadline_at - make_interval(secs => $2),
              reserved_until = reserved_until - make_interval(secs => $2)
        WHERE id = $1`,
      [attemptId, seconds],
    );
  }

  happen({ attemptId }: KitAttempt, event: TimelessEvent) {
    return this.bed.inOrg((tx) => applyEvent(tx, attemptId, event, this.bed.deps.timings));
  }

  webhook(attempt: KitAttempt, status: CarrierStatus, callId: string): CarrierEvent {
    return {
      orgId: attempt.orgId,
      attemptId: attempt.attemptId,
      provider: 'twilio',
      accountSid: this.bed.emulator.accountSid,
      url: `${this.bed.receiver.url}/status`,
      params: { CallSid: callId, CallStatus: status },
      callback: { news: { callId, status, answeredBy: null, durationSeconds: null }, parentCallId: null },
    };
  }

  take(event: CarrierEvent) {
    return applyCarrierEvent({ pool: this.bed.pool, timings: this.bed.deps.timings }, event);
  }

  tell(attempt: KitAttempt, status: CarrierStatus, callId: string) {
    return this.take(this.webhook(attempt, status, callId));
  }

  relayDeps(): RelayDeps {
    const none = async () => {};
    const ensureCall = async ({ attemptId }: { attemptId: string }) => void this.started.push(attemptId);
    return {
      dialing: { ...this.bed.deps, carriers: this.carrier },
      systemPool: this.bed.systemPool,
      runs: {
        signalCallEnded: async () => false,
        ensureCall,
        replaceCall: async ({ attemptId }) => void this.replaced.push(attemptId),
        ensureCampaign: none,
        ensureImport: none,
        ensureCallback: async ({ callbackId }) => void this.started.push(callbackId),
        wakeWebhooks: none,
        inbound: noInboundRuns,
      },
      onError,
    };
  }

  relay(): Promise<number> {
    return relayBatch(this.relayDeps());
  }

  async drainOutbox(): Promise<void> {
    while ((await this.relay()) > 0);
    this.started = [];
  }

  sweep(): Promise<number> {
    return sweepOnce({ dialing: this.bed.deps, systemPool: this.bed.systemPool, onError });
  }
}
