import { campaignWorkflowId, importWorkflowId } from '../../contracts/names.ts';
import type { OutboxMessage } from '../../db/dialing/outbox-message.ts';
import { AppError } from '../../domain/errors.ts';
import type { Tx } from '../deps.ts';
import { isUnreachable } from '../http/unreachable.ts';

const RETRY_AFTER_MS = 2_000;

/** What a workflow is for; its id follows from it. */
export type WorkflowSubject = { readonly campaignId: string } | { readonly importId: string };

/** Writes, with the change that needs it, that a workflow must run; the relay starts it when nobody else has. */
export async function recordEnsureWorkflow(tx: Tx, orgId: string, subject: WorkflowSubject): Promise<void> {
  const key =
    'campaignId' in subject ? campaignWorkflowId(subject.campaignId) : importWorkflowId(subject.importId);
  const message: OutboxMessage = { type: 'ensure_workflow', ...subject };
  await tx.query(`INSERT INTO outbox (org_id, kind, key, payload) VALUES ($1, 'ensure_workflow', $2, $3)`, [
    orgId,
    key,
    JSON.stringify(message),
  ]);
}

/**
 * Starts a recorded workflow at once instead of waiting for the relay. Throws `service.unavailable` when Temporal does
 * not answer in time: nothing is lost then, since the outbox row starts it.
 */
export async function startNow(start: () => Promise<void>): Promise<void> {
  try {
    await start();
  } catch (thrown) {
    if (!isUnreachable(thrown)) throw thrown;
    throw new AppError({
      code: 'service.unavailable',
      message: 'It is recorded and starts by itself as soon as the workflow engine answers.',
      retryAfterMs: RETRY_AFTER_MS,
      cause: thrown,
    });
  }
}
