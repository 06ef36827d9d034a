import { randomUUID } from 'node:crypto';
import { Worker } from '@temporalio/worker';
import type { ImportActivities, ImportRound } from '../../../activities/import/import.activities.ts';
import { importWorkflowId, TASK_QUEUES } from '../../../contracts/names.ts';
import type { importContacts } from '../../../workflows/import-contacts/import-contacts.workflow.ts';
import { workflowBundle } from '../../workflows/workflow-bundle.ts';
import type { HistoryScenario, PlayedRun, Stage } from './scenario.types.ts';

const FIRST_ROUND: ImportRound = {
  state: 'running',
  errorCode: null,
  byteOffset: 4_096,
  accepted: 40,
  rejected: 2,
  duplicates: 1,
  suppressed: 0,
};

async function play({ client, connection, identity }: Stage, rounds: ImportRound[]): Promise<PlayedRun> {
  const activities: ImportActivities = { importRound: async () => rounds.shift() ?? FIRST_ROUND };
  const worker = await Worker.create({
    connection,
    taskQueue: TASK_QUEUES.campaigns,
    workflowBundle: await workflowBundle(),
    activities,
    identity,
  });
  return worker.runUntil(async () => {
    const importId = randomUUID();
    const handle = await client.workflow.start<typeof importContacts>('importContacts', {
      workflowId: importWorkflowId(importId),
      taskQueue: TASK_QUEUES.campaigns,
      args: [{ orgId: randomUUID(), importId }],
    });
    await handle.result();
    return { workflowId: handle.workflowId, runId: handle.firstExecutionRunId };
  });
}

/** What an import can go through. */
export const importContactsScenarios: readonly HistoryScenario[] = [
  {
    name: 'import-contacts-completed',
    play: (stage) => play(stage, [FIRST_ROUND, { ...FIRST_ROUND, state: 'completed', accepted: 77 }]),
  },
];
