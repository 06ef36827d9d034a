import type { PoolClient } from 'pg';
import type { CarrierNumber } from '../../domain/number/carrier-numbers.port.ts';
import { areSameUrls } from '../../domain/number/number-drift.ts';
import { NO_URLS, type NumberUrls } from '../../domain/number/number-urls.ts';
import { AppError } from '../../domain/errors.ts';
import { lockNumberByE164, type NumberRow, type PendingChange, readNumber } from './number-row.ts';

/** Longer than the two requests of a change may take: after it the change is taken for dead and may be made anew. */
const CHANGE_LEASE_MS = 30_000;

/** What a person may set of a number. */
export interface NumberSettings {
  flowId?: string | null | undefined;
  language?: 'en' | 'es' | 'cs' | undefined;
  label?: string | null | undefined;
  inCallerIdPool?: boolean | undefined;
}

/** A change that has begun: it alone may end itself. */
export interface BegunChange {
  id: string;
  isNew: boolean;
  change: PendingChange;
  /** The row before it. */
  before: Pick<NumberRow, 'previousUrls' | 'writtenUrls'>;
}

/**
 * First half of attaching: the row says what will be written and what was there, before anything is written. What was
 * there is kept from the first time on, however often it is repeated. Throws `phone_number.busy` while another change
 * is under way.
 */
export async function beginAttach(
  tx: PoolClient,
  of: {
    carrierAccountId: string;
    atCarrier: CarrierNumber;
    wanted: NumberUrls;
    settings: NumberSettings;
    nowMs: number;
  },
): Promise<BegunChange> {
  const { carrierAccountId, atCarrier, wanted, settings, nowMs } = of;
  const inserted = await tx.query(
    `INSERT INTO phone_number (org_id, e164, carrier_account_id, language)
     SELECT id, $1, $2, coalesce($3, default_language) FROM organization
     ON CONFLICT (org_id, e164) DO NOTHING`,
    [atCarrier.e164, carrierAccountId, settings.language ?? null],
  );
  const row = await lockNumberByE164(tx, atCarrier.e164);
  if (!row) throw new AppError({ code: 'internal.unexpected', message: 'A number vanished under its lock.' });
  refuseBusy(row, nowMs);
  const change = pending('attach', nowMs);
  const previousUrls = keptUrls(row, atCarrier, wanted);
  await tx.query(
    `UPDATE phone_number SET carrier_account_id = $2, provider_number_id = $3, capabilities = $4,
       previous_urls = $5, written_urls = $6, updated_at = clock_timestamp() WHERE id = $1`,
    [
      row.id,
      carrierAccountId,
      atCarrier.providerNumberId,
      JSON.stringify(atCarrier.capabilities),
      JSON.stringify(previousUrls),
      JSON.stringify({ ...wanted, ...change }),
    ],
  );
  await changeSettings(tx, row.id, { ...settings, label: settings.label ?? row.label ?? atCarrier.label });
  return { id: row.id, isNew: inserted.rowCount === 1, change, before: row };
}

/**
 * What to put back one day: what was there before our first write, of this very number at the carrier. Where our own
 * addresses stand and nothing is known of before, there is nothing to put back.
 */
function keptUrls(row: NumberRow, atCarrier: CarrierNumber, wanted: NumberUrls): NumberUrls {
  const isSame = row.providerNumberId === null || row.providerNumberId === atCarrier.providerNumberId;
  if (row.previousUrls && isSame) return row.previousUrls;
  return areSameUrls(atCarrier.urls, wanted) ? NO_URLS : atCarrier.urls;
}

/** Second half: the carrier has our addresses. Throws `phone_number.busy` when another change took over meanwhile. */
export async function finishAttach(tx: PoolClient, { id, change }: BegunChange): Promise<void> {
  const { rowCount } = await tx.query(
    `UPDATE phone_number SET written_urls = written_urls - 'pendingUntil' || '{"pendingChange": null}',
       attached_at = coalesce(attached_at, clock_timestamp()), updated_at = clock_timestamp()
     WHERE id = $1 AND written_urls ->> 'pendingChange' = $2 AND written_urls ->> 'pendingUntil' = $3`,
    [id, change.pendingChange, change.pendingUntil],
  );
  if (rowCount !== 1) throw new AppError({ code: 'phone_number.busy' });
}

/** First half of detaching: no call may begin on the number any more. Null when nothing of ours is at the carrier. */
export async function beginDetach(
  tx: PoolClient,
  row: NumberRow,
  nowMs: number,
): Promise<BegunChange | null> {
  if (!row.writtenUrls || !row.previousUrls) return null;
  refuseBusy(row, nowMs);
  const change = pending('detach', nowMs);
  await tx.query(
    `UPDATE phone_number SET written_urls = written_urls || $2, updated_at = clock_timestamp() WHERE id = $1`,
    [row.id, JSON.stringify(change)],
  );
  return { id: row.id, isNew: false, change, before: row };
}

/**
 * Ends a change that failed, so that it can be made anew at once. After a refusal nothing has changed at the carrier,
 * and the row is as it was; after silence it goes on telling what may be there. Does nothing when another change has
 * taken over.
 */
export async function abandonChange(
  tx: PoolClient,
  { id, isNew, change, before }: BegunChange,
  why: 'refused' | 'silent',
): Promise<void> {
  const mine = [id, change.pendingUntil];
  const where = `WHERE id = $1 AND written_urls ->> 'pendingUntil' = $2`;
  if (why === 'silent') {
    await tx.query(
      `UPDATE phone_number SET written_urls = written_urls || '{"pendingUntil": "1970-01-01T00:00:00.000Z"}' ${where}`,
      mine,
    );
  } else if (isNew) {
    await tx.query(`DELETE FROM phone_number ${where}`, mine);
  } else {
    await tx.query(`UPDATE phone_number SET previous_urls = $3, written_urls = $4 ${where}`, [
      ...mine,
      before.previousUrls && JSON.stringify(before.previousUrls),
      before.writtenUrls && JSON.stringify(before.writtenUrls),
    ]);
  }
}

/**
 * Second half of detaching: the row goes. One that calls, campaigns, voicemail or callbacks name stays for their sake,
 * as a number that is neither attached nor called from. Returns which.
 */
export async function finishDetach(tx: PoolClient, id: string): Promise<'deleted' | 'kept'> {
  await readNumber(tx, id, 'lock');
  const { rows } = await tx.query<{ isNamed: boolean }>(
    `SELECT EXISTS (SELECT FROM call WHERE phone_number_id = $1)
         OR EXISTS (SELECT FROM campaign WHERE phone_number_id = $1)
         OR EXISTS (SELECT FROM voicemail WHERE phone_number_id = $1)
         OR EXISTS (SELECT FROM callback WHERE phone_number_id = $1) AS "isNamed"`,
    [id],
  );
  if (!rows[0]?.isNamed) {
    await tx.query('DELETE FROM phone_number WHERE id = $1', [id]);
    return 'deleted';
  }
  await tx.query(
    `UPDATE phone_number SET previous_urls = NULL, written_urls = NULL, attached_at = NULL, flow_id = NULL,
       in_caller_id_pool = false, updated_at = clock_timestamp() WHERE id = $1`,
    [id],
  );
  return 'kept';
}

/** Changes what is given and leaves the rest. The flow has to be one of the organization: throws `flow.not_found`. */
export async function changeSettings(tx: PoolClient, id: string, settings: NumberSettings): Promise<void> {
  const { flowId, language, label, inCallerIdPool } = settings;
  if (flowId) {
    const flow = await tx.query('SELECT FROM flow WHERE id = $1 AND deleted_at IS NULL FOR KEY SHARE', [
      flowId,
    ]);
    if (flow.rowCount !== 1) throw new AppError({ code: 'flow.not_found' });
  }
  await tx.query(
    `UPDATE phone_number SET
       flow_id = CASE WHEN $2 THEN $3::uuid ELSE flow_id END, language = coalesce($4, language),
       label = CASE WHEN $5 THEN $6 ELSE label END, in_caller_id_pool = coalesce($7, in_caller_id_pool),
       updated_at = clock_timestamp() WHERE id = $1`,
    [
      id,
      flowId !== undefined,
      flowId ?? null,
      language ?? null,
      label !== undefined,
      label ?? null,
      inCallerIdPool ?? null,
    ],
  );
}

/** Campaigns that may still call from a number. */
export async function openCampaignsOf(tx: PoolClient, id: string): Promise<string[]> {
  const { rows } = await tx.query<{ id: string }>(
    `SELECT id FROM campaign WHERE phone_number_id = $1 AND state NOT IN ('completed', 'canceled') ORDER BY id`,
    [id],
  );
  return rows.map((campaign) => campaign.id);
}

function pending(pendingChange: PendingChange['pendingChange'], nowMs: number): PendingChange {
  return { pendingChange, pendingUntil: new Date(nowMs + CHANGE_LEASE_MS).toISOString() };
}

function refuseBusy({ writtenUrls }: NumberRow, nowMs: number): void {
  if (!writtenUrls || writtenUrls.pendingChange === null) return;
  const leftMs = Date.parse(writtenUrls.pendingUntil) - nowMs;
  if (leftMs > 0) throw new AppError({ code: 'phone_number.busy', retryAfterMs: leftMs });
}
