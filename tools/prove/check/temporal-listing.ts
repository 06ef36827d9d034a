import type { Client } from '@temporalio/client';

/** One run as the engine lists it. `status` as the engine names it: RUNNING, COMPLETED, FAILED, ... */
export interface ListedRun {
  readonly workflowId: string;
  readonly runId: string;
  readonly type: string;
  readonly status: string;
  readonly historyLength: number;
}

/** Every run of the namespace, or those of a visibility query, by the engine's own visibility store. */
export async function listRuns(client: Client, query?: string): Promise<ListedRun[]> {
  const runs: ListedRun[] = [];
  for await (const run of client.workflow.list(query === undefined ? {} : { query })) {
    runs.push({
      workflowId: run.workflowId,
      runId: run.runId,
      type: run.type,
      status: run.status.name,
      historyLength: run.historyLength,
    });
  }
  return runs;
}
