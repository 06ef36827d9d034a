import type { Pool } from 'pg';
import { readLiveCall } from '../../db/effects/live-call.ts';
import type { CarrierRegistry } from '../../domain/call/carrier.port.ts';
import { turnUrl } from '../../domain/call/webhook-urls.ts';
import { AppError } from '../../domain/errors.ts';

/** What taking a caller away from music needs; built in `runtime/`. */
export interface LeaveMusicDeps {
  pool: Pool;
  carriers: CarrierRegistry;
  /** The organization's key `k` of a call, by the id of its attempt or, of an inbound one, its own. */
  signCall: (linkKey: Buffer, id: string) => string;
  /** Origin that carriers call, without a trailing slash. */
  publicUrl: string;
}

/** The turn that the caller would ask for at the end of the music; `callId` of an outbound call is its attempt's. */
export interface LeaveMusicInput {
  orgId: string;
  callId: string;
  turn: string;
}

/**
 * Has the carrier break off what the caller hears while holding, and ask for the turn that would have come after it.
 * IDEMPOTENT: a turn has one answer, and a caller who came back by themselves a moment before hears its answer from the
 * beginning. Does nothing for a call that is over. Throws `carrier.unavailable`.
 */
export async function leaveMusic(
  { pool, carriers, signCall, publicUrl }: LeaveMusicDeps,
  { orgId, callId, turn }: LeaveMusicInput,
): Promise<void> {
  const call = await readLiveCall(pool, { orgId, callId });
  if (!call) return;
  const { orgRef, linkKey, account, callSid } = call;
  const name = call.direction === 'inbound' ? 'c' : 'a';
  const link = { name, id: callId, key: signCall(linkKey, callId) } as const;
  const url = turnUrl({ publicUrl, orgRef, link }, turn, { in: 'resume' });
  const { kind } = await carriers.forAccount(account).redirectCall(callSid, url);
  if (kind === 'unavailable') throw new AppError({ code: 'carrier.unavailable' });
}
