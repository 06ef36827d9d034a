import {
  defineSearchAttributeKey,
  SearchAttributeType,
  type SearchAttributePair,
  WorkflowExecutionAlreadyStartedError,
  WorkflowIdConflictPolicy,
  WorkflowIdReusePolicy,
} from '@temporalio/common';
import type { SearchAttributeName, TaskQueue } from '../../contracts/names.ts';
import { AppError } from '../../domain/errors.ts';
import type { ApiDeps, Tx } from '../deps.ts';
import { isUnreachable } from '../http/unreachable.ts';

/** Longest wait for a start; the outbox relay starts it if this fails. */
const START_DEADLINE_MS = 3_000;
const RETRY_AFTER_MS = 2_000;

/** A workflow that must run: its permanent type and id, and input of ids only. */
export interface WorkflowStart<I extends object> {
  readonly orgId: string;
  readonly type: string;
  readonly id: string;
  readonly taskQueue: TaskQueue;
  readonly input: I;
  readonly searchAttributes: Partial<Record<SearchAttributeName, string>>;
  readonly summary: string;
  /** What the outbox row names, for the relay. */
  readonly subject: { readonly campaignId: string } | { readonly importId: string };
}

/** Writes, with the change that needs it, that a workflow must run; the relay starts it when nobody else has. */
export async function recordEnsureWorkflow(tx: Tx, start: WorkflowStart<object>): Promise<void> {
  await tx.query(`INSERT INTO outbox (org_id, kind, key, payload) VALUES ($1, 'ensure_workflow', $2, $3)`, [
    start.orgId,
    start.id,
    JSON.stringify({ type: 'ensure_workflow', ...start.subject }),
  ]);
}

/**
 * Starts a workflow unless it runs or has run. Throws `service.unavailable` when Temporal does not answer in time: the
 * outbox row written before keeps the start from being lost.
 */
export async function ensureWorkflow<I extends object>(
  deps: Pick<ApiDeps, 'temporal'>,
  start: WorkflowStart<I>,
): Promise<void> {
  try {
    await deps.temporal.connection.withDeadline(Date.now() + START_DEADLINE_MS, () =>
      deps.temporal.workflow.start(start.type, {
        workflowId: start.id,
        taskQueue: start.taskQueue,
        args: [start.input],
        workflowIdConflictPolicy: WorkflowIdConflictPolicy.USE_EXISTING,
        workflowIdReusePolicy: WorkflowIdReusePolicy.REJECT_DUPLICATE,
        typedSearchAttributes: attributePairs(start.searchAttributes),
        staticSummary: start.summary,
      }),
    );
  } catch (thrown) {
    if (thrown instanceof WorkflowExecutionAlreadyStartedError) return;
    if (!isUnreachable(thrown)) throw thrown;
    throw new AppError({
      code: 'service.unavailable',
      message: 'It is recorded and will start by itself as soon as the workflow engine answers.',
      retryAfterMs: RETRY_AFTER_MS,
      cause: thrown,
    });
  }
}

function attributePairs(attributes: WorkflowStart<object>['searchAttributes']): SearchAttributePair[] {
  return Object.entries(attributes).map(([name, value]) => ({
    key: defineSearchAttributeKey(name, SearchAttributeType.KEYWORD),
    value,
  }));
}
