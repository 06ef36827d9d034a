import type { PoolClient } from 'pg';
import type { NumberCapabilities } from '../../domain/number/carrier-numbers.port.ts';
import type { NumberUrls } from '../../domain/number/number-urls.ts';

/** The change of a number's addresses that is under way; past `until` (RFC 3339) whoever made it is taken for dead. */
export interface PendingChange {
  pendingChange: 'attach' | 'detach';
  pendingUntil: string;
}

/** What we wrote at the carrier, or are writing. */
export type WrittenUrls = NumberUrls & (PendingChange | { pendingChange: null });

/** A number of ours with the account that it belongs to. */
export interface NumberRow {
  id: string;
  e164: string;
  carrierAccountId: string;
  provider: string;
  flowId: string | null;
  language: 'en' | 'es' | 'cs';
  label: string | null;
  providerNumberId: string | null;
  capabilities: Partial<NumberCapabilities>;
  inCallerIdPool: boolean;
  /** What the carrier had before our first write; null while nothing is written. */
  previousUrls: NumberUrls | null;
  writtenUrls: WrittenUrls | null;
  attachedAt: Date | null;
  createdAt: Date;
}

/** Whether the carrier sends calls of a number to us, or is on the way to or from it. */
export type Attachment = 'none' | 'attaching' | 'attached' | 'detaching';

/** The attachment of a number, by what stands in its row. */
export function attachmentOf({ writtenUrls }: Pick<NumberRow, 'writtenUrls'>): Attachment {
  if (!writtenUrls) return 'none';
  if (writtenUrls.pendingChange === null) return 'attached';
  return writtenUrls.pendingChange === 'attach' ? 'attaching' : 'detaching';
}

const COLUMNS = `n.id, n.e164, n.carrier_account_id AS "carrierAccountId", a.provider, n.flow_id AS "flowId",
  n.language, n.label, n.provider_number_id AS "providerNumberId", n.capabilities,
  n.in_caller_id_pool AS "inCallerIdPool", n.previous_urls AS "previousUrls", n.written_urls AS "writtenUrls",
  n.attached_at AS "attachedAt", n.created_at AS "createdAt"`;

const FROM = `phone_number n JOIN carrier_account a ON a.org_id = n.org_id AND a.id = n.carrier_account_id`;

/** Columns and tables of a `NumberRow`; conditions over `n` follow. */
export const SELECT_NUMBER = `SELECT ${COLUMNS} FROM ${FROM}`;

/** A number by its id; `lock` keeps everybody else from changing it, or using it anew, until the transaction ends. */
export async function readNumber(tx: PoolClient, id: string, lock?: 'lock'): Promise<NumberRow | null> {
  const { rows } = await tx.query<NumberRow>(
    `${SELECT_NUMBER} WHERE n.id = $1 ${lock ? 'FOR UPDATE OF n' : ''}`,
    [id],
  );
  return rows[0] ?? null;
}

/** A number by its E.164 text, locked. */
export async function lockNumberByE164(tx: PoolClient, e164: string): Promise<NumberRow | null> {
  const { rows } = await tx.query<NumberRow>(`${SELECT_NUMBER} WHERE n.e164 = $1 FOR UPDATE OF n`, [e164]);
  return rows[0] ?? null;
}

/** Every number of one carrier account. */
export async function numbersOfAccount(tx: PoolClient, carrierAccountId: string): Promise<NumberRow[]> {
  const { rows } = await tx.query<NumberRow>(`${SELECT_NUMBER} WHERE a.id = $1`, [carrierAccountId]);
  return rows;
}

/** Numbers at whose carrier something of ours stands, or may stand, with the organization's reference. */
export async function writtenNumbers(tx: PoolClient): Promise<(NumberRow & { orgRef: string })[]> {
  const { rows } = await tx.query<NumberRow & { orgRef: string }>(
    `SELECT ${COLUMNS}, o.ref AS "orgRef" FROM ${FROM} JOIN organization o ON o.id = n.org_id
     WHERE n.written_urls IS NOT NULL ORDER BY n.e164`,
  );
  return rows;
}
