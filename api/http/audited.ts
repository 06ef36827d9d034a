import { audit, type AuditedRequest } from '../auth/audit.ts';
import type { Tx } from '../deps.ts';

/** Who asks, in which request. */
export type Asking = AuditedRequest & { readonly requestId: string };

/** What was done to what. */
export type Deed = Parameters<typeof audit>[2];

/**
 * Appends what a request did to its organization's audit log, in the transaction that did it. Call it last in the
 * transaction: the organization's other entries wait for its end. The same as `audit`, for a whole endpoint context.
 */
export function audited(asking: Asking, tx: Tx, deed: Deed): Promise<void> {
  return audit(tx, asking, deed);
}
