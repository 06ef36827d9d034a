import type { Pool, PoolClient } from 'pg';
import { changeInboundCall, type InboundNews } from '../../db/inbound/change-inbound-call.ts';
import { type InboundCallRow, readInboundCall } from '../../db/inbound/inbound-call-row.ts';
import { accountBySid } from '../../db/numbers/carrier-account.ts';
import { withOrg } from '../../db/tenant.ts';
import type { AttemptOutcome } from '../../domain/call/attempt-state.ts';
import type { CarrierAccount, FetchCallResult } from '../../domain/call/carrier.port.ts';
import { AppError } from '../../domain/errors.ts';
import type { DialingDeps } from '../dialing/dialing-deps.ts';

/** What inbound calls need of the process; built in `runtime/`. */
export type InboundDeps = Pick<DialingDeps, 'pool' | 'carriers' | 'timings' | 'killPoint'>;

/**
 * Asks the carrier what became of an inbound call and applies it by rank. Answers the outcome, null while the call goes
 * on. IDEMPOTENT. Throws `call.not_found` and `carrier.unavailable`.
 */
export async function askInboundCall(
  deps: InboundDeps,
  { orgId, callId }: { orgId: string; callId: string },
): Promise<{ outcome: AttemptOutcome | null }> {
  const { row, account } = await readWithAccount(deps.pool, orgId, callId);
  const news = toNews(await deps.carriers.forAccount(account).fetchCall(row.callSid));
  return withOrg(deps.pool, orgId, async (tx) => {
    const locked = await present(tx, callId, 'lock');
    return { outcome: await changeInboundCall(tx, locked, news, deps.timings) };
  });
}

function toNews(fetched: FetchCallResult): InboundNews {
  if (fetched.kind === 'unavailable') throw new AppError({ code: 'carrier.unavailable' });
  if (fetched.kind === 'not_found') return { source: 'fetched', status: 'missing', durationSeconds: null };
  const { status, durationSeconds } = fetched.call;
  return { source: 'fetched', status, durationSeconds };
}

function readWithAccount(
  pool: Pool,
  orgId: string,
  callId: string,
): Promise<{ row: InboundCallRow; account: CarrierAccount }> {
  return withOrg(pool, orgId, async (tx) => {
    const row = await present(tx, callId, 'no_lock');
    const account = await accountBySid(tx, row);
    if (!account) throw new AppError({ code: 'internal.unexpected', message: 'A call has no account.' });
    return { row, account };
  });
}

async function present(tx: PoolClient, callId: string, lock: 'lock' | 'no_lock'): Promise<InboundCallRow> {
  const row = await readInboundCall(tx, callId, lock);
  if (!row) throw new AppError({ code: 'call.not_found' });
  return row;
}
