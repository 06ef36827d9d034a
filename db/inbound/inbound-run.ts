import type { Pool } from 'pg';
import type { Language } from '../../contracts/call-instructions.ts';
import type { AttemptOutcome } from '../../domain/call/attempt-state.ts';
import { withOrg } from '../tenant.ts';
import { type InboundCallRow, readInboundCall } from './inbound-call-row.ts';

/** What the run of an inbound call is started with, at any time of the call's life. */
export interface InboundRun {
  orgId: string;
  callId: string;
  callSid: string;
  contactId: string | null;
  flowVersionId: string;
  /** Of the number called. */
  language: Language;
  /** How the call has ended, if it has. */
  ended: AttemptOutcome | null;
}

/** The run that a row needs; null for one that is closed or that no flow answers. */
export function runOf(orgId: string, row: InboundCallRow): InboundRun | null {
  const { id: callId, callSid, contactId, flowVersionId, numberLanguage: language, outcome: ended } = row;
  if (flowVersionId === null || row.closedAtMs !== null) return null;
  return { orgId, callId, callSid, contactId, flowVersionId, language, ended };
}

/** As `runOf`, for a call by its id; null too when the organization has no such call. */
export function readInboundRun(
  pool: Pool,
  { orgId, callId }: { orgId: string; callId: string },
): Promise<InboundRun | null> {
  return withOrg(pool, orgId, async (tx) => {
    const row = await readInboundCall(tx, callId, 'no_lock');
    return row && runOf(orgId, row);
  });
}
