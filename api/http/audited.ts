import { isIP } from 'node:net';
import type { Request } from 'express';
import { recordAudit } from '../../db/audit/record-audit.ts';
import { actorIdOf, type Principal } from '../auth/principal.ts';
import type { Tx } from '../deps.ts';

/** The part of an endpoint's context that tells who asks. */
export interface Asking {
  readonly principal: Principal;
  readonly req: Request;
  readonly requestId: string;
}

/** What was done to what. */
export interface Deed {
  /** `noun.verb`, as `campaign.paused`. */
  readonly action: string;
  readonly target: { readonly kind: string; readonly id: string };
  /** Never a secret, never personal data. */
  readonly detail?: unknown;
}

/**
 * Appends what a request did to its organization's audit log, in the transaction that did it. Call it last in the
 * transaction: the organization's other entries wait for its end.
 */
export function audited({ principal, req, requestId }: Asking, tx: Tx, deed: Deed): Promise<void> {
  const ip = req.ip !== undefined && isIP(req.ip) > 0 ? req.ip : null;
  const actor = { kind: principal.kind, id: actorIdOf(principal) };
  return recordAudit(tx, { actor, ...deed, ip, requestId });
}
