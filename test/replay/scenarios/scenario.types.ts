import type { Client } from '@temporalio/client';
import type { NativeConnection } from '@temporalio/worker';

/** The server that a scenario is played on. `identity` stands in the history for whoever acted: never a machine's name. */
export interface Stage {
  client: Client;
  connection: NativeConnection;
  identity: string;
}

/** The run whose history is kept; it has ended. */
export interface PlayedRun {
  workflowId: string;
  runId: string;
}

/** One way that a workflow can go, played with fake activities on a real server. */
export interface HistoryScenario {
  /** Part of the file name, so permanent. */
  name: string;
  play(stage: Stage): Promise<PlayedRun>;
}
