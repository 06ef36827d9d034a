import { createCallbackActivities } from '../../activities/callback/callback.activities.ts';
import { insertCallback, type NewCallback } from '../../db/callbacks/insert-callback.ts';
import { contactByNumber } from '../../db/callbacks/find-contact.ts';
import type { CallbackRef } from '../../db/callbacks/reserve-callback.ts';
import { insertRow } from '../db/tenant-fixture.ts';
import type { DialingBed } from './dialing-bed.ts';

/** A callback row as tests read it. */
export interface CallbackColumns {
  state: string;
  outcome: string | null;
  reason: string | null;
  attempts_made: number;
  finished_at: Date | null;
  due_at: Date;
}

/** Callbacks on a bed: promises to numbers, and their activities. */
export class CallbackKit {
  readonly bed: DialingBed;
  readonly flowVersionId: string;
  private nextNumber = 100;

  private constructor(bed: DialingBed, flowVersionId: string) {
    this.bed = bed;
    this.flowVersionId = flowVersionId;
  }

  static async create(bed: DialingBed): Promise<CallbackKit> {
    const flowVersionId = await bed.inOrg(async (tx) => {
      const flowId = await insertRow(tx, 'flow', { org_id: bed.orgId, name: 'callbacks' });
      const version = {
        org_id: bed.orgId,
        flow_id: flowId,
        version: 1,
        document: '{}',
        graph: '{}',
        prompts: '{}',
      };
      return insertRow(tx, 'flow_version', { ...version, reads: [] });
    });
    return new CallbackKit(bed, flowVersionId);
  }

  activities(killPoint: (name: string) => void = () => {}) {
    const { pool, timings } = this.bed.deps;
    return createCallbackActivities({ pool, timings, killPoint });
  }

  number(): string {
    return `+1646555${String(this.nextNumber++).padStart(4, '0')}`;
  }

  /** A callback to a number, due now unless told. */
  async promised(e164 = this.number(), patch: Partial<NewCallback> = {}): Promise<CallbackRef> {
    const { orgId } = this.bed;
    const callbackId = await this.bed.inOrg(async (tx) => {
      const { rows } = await tx.query<{ id: string }>('SELECT id FROM phone_number LIMIT 1');
      const person = { e164, phoneHash: this.bed.phoneHash(e164), language: 'en', source: 'test' } as const;
      return insertCallback(tx, {
        contactId: await contactByNumber(tx, person),
        origin: 'api',
        effect: null,
        voicemailId: null,
        phoneNumberId: rows[0]?.id ?? '',
        flowVersionId: this.flowVersionId,
        dueAtMs: null,
        zone: 'America/New_York',
        note: null,
        createdBy: null,
        ...patch,
      });
    });
    return { orgId, callbackId };
  }

  /** Reserves the attempt of a callback that is due. */
  async reserved(callback: CallbackRef): Promise<{ orgId: string; attemptId: string }> {
    const round = await this.activities().reserveCallback(callback);
    if (round.next !== 'ring') throw new Error(`the callback was not reserved: ${round.next}`);
    return { orgId: callback.orgId, attemptId: round.call.attemptId };
  }

  rowOf({ callbackId }: CallbackRef): Promise<CallbackColumns> {
    return this.bed.row('SELECT * FROM callback WHERE id = $1', [callbackId]);
  }

  attemptsOf({
    callbackId,
  }: CallbackRef): Promise<{ id: string; state: string; attempt_no: number; reason: string }[]> {
    return this.bed.rows(
      `SELECT id, state, attempt_no, reason FROM call_attempt WHERE intent_kind = 'callback' AND intent_id = $1 ORDER BY attempt_no`,
      [callbackId],
    );
  }
}
