import type { PoolClient } from 'pg';
import type { Language } from '../../contracts/call-instructions.ts';
import type { AttemptOutcome } from '../../domain/call/attempt-state.ts';

/** A call as its carrier names it. */
export interface CarrierCallName {
  provider: string;
  accountSid: string;
  callSid: string;
}

/** The row of a call that came in; times epoch ms wall. */
export interface InboundCallRow extends CarrierCallName {
  id: string;
  contactId: string | null;
  /** Null: no flow answers it, so it has no run. */
  flowVersionId: string | null;
  disposition: string | null;
  /** Of the person who calls, else of the number called. */
  language: Language;
  /** Of the number called. */
  numberLanguage: Language;
  /** Null while the call goes on. */
  outcome: AttemptOutcome | null;
  endedAtMs: number | null;
  deadlineAtMs: number | null;
  closedAtMs: number | null;
  /** The database's wall time when the row was read. */
  nowMs: number;
}

interface Columns {
  id: string;
  provider: string;
  provider_account: string;
  provider_call_id: string;
  contact_id: string | null;
  flow_version_id: string | null;
  disposition: string | null;
  language: Language;
  number_language: Language;
  outcome: AttemptOutcome | null;
  ended_at: Date | null;
  deadline_at: Date | null;
  closed_at: Date | null;
  now: Date;
}

const READ = `
SELECT k.id, k.provider, k.provider_account, k.provider_call_id, k.contact_id, k.flow_version_id, k.disposition,
       coalesce(k.language, n.language, o.default_language) AS language,
       coalesce(n.language, o.default_language) AS number_language,
       k.outcome, k.ended_at, k.deadline_at, k.closed_at, clock_timestamp() AS now
  FROM call k
  JOIN organization o ON o.id = k.org_id
  LEFT JOIN phone_number n ON n.org_id = k.org_id AND n.id = k.phone_number_id
 WHERE k.direction = 'inbound'`;

const BY_ID = `${READ} AND k.id = $1`;
const BY_NAME = `${READ} AND k.provider = $1 AND k.provider_account = $2 AND k.provider_call_id = $3`;

const epochMs = (moment: Date | null): number | null => moment?.getTime() ?? null;

/** An inbound call of the organization in context by our id or the carrier's, or null; `lock` holds its row. */
export async function readInboundCall(
  tx: PoolClient,
  which: string | CarrierCallName,
  lock: 'lock' | 'no_lock',
): Promise<InboundCallRow | null> {
  const isById = typeof which === 'string';
  const suffix = lock === 'lock' ? ' FOR UPDATE OF k' : '';
  const { rows } = await tx.query<Columns>({
    name: `inbound_call_${isById ? 'by_id' : 'by_name'}_${lock}`,
    text: (isById ? BY_ID : BY_NAME) + suffix,
    values: isById ? [which] : [which.provider, which.accountSid, which.callSid],
  });
  const row = rows[0];
  if (!row) return null;
  return {
    id: row.id,
    provider: row.provider,
    accountSid: row.provider_account,
    callSid: row.provider_call_id,
    contactId: row.contact_id,
    flowVersionId: row.flow_version_id,
    disposition: row.disposition,
    language: row.language,
    numberLanguage: row.number_language,
    outcome: row.outcome,
    endedAtMs: epochMs(row.ended_at),
    deadlineAtMs: epochMs(row.deadline_at),
    closedAtMs: epochMs(row.closed_at),
    nowMs: row.now.getTime(),
  };
}
