import proto from '@temporalio/proto';
import type { Client } from '@temporalio/client';
import { TASK_QUEUES } from '../../contracts/names.ts';

const { TASK_QUEUE_TYPE_WORKFLOW, TASK_QUEUE_TYPE_ACTIVITY } = proto.temporal.api.enums.v1.TaskQueueType;

type TaskQueueType = proto.temporal.api.enums.v1.TaskQueueType;

/** One task queue: who asks it for work, and about how many tasks wait there for somebody to take them. */
export interface TaskQueueState {
  name: string;
  pollers: number;
  backlog: number;
}

/** Longest wait for all of them together. */
const LIMIT_MS = 1_000;

/** Every task queue as Temporal sees it; null when Temporal does not answer. Ends when its last request has. */
export async function taskQueueStates(temporal: Client): Promise<TaskQueueState[] | null> {
  const names = Object.values(TASK_QUEUES);
  // One that fails must not leave the others behind: they would try again on a connection that is closed.
  const asked = await temporal.connection.withDeadline(Date.now() + LIMIT_MS, () =>
    Promise.allSettled(
      names.flatMap((name) =>
        [TASK_QUEUE_TYPE_WORKFLOW, TASK_QUEUE_TYPE_ACTIVITY].map((type) => describe(temporal, name, type)),
      ),
    ),
  );
  const answers = asked.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : []));
  if (answers.length < asked.length) return null;
  return names.map((name) => {
    const ofName = answers.filter((answer) => answer.name === name);
    // A worker asks for workflows and activities alike.
    const pollers = new Set(ofName.flatMap(({ identities }) => identities)).size;
    return { name, pollers, backlog: ofName.reduce((sum, { backlog }) => sum + backlog, 0) };
  });
}

async function describe(temporal: Client, name: string, taskQueueType: TaskQueueType) {
  const { pollers, stats } = await temporal.workflowService.describeTaskQueue({
    namespace: temporal.options.namespace,
    taskQueue: { name },
    taskQueueType,
    reportStats: true,
  });
  const identities = pollers.map(({ identity }) => identity);
  return { name, identities, backlog: Number(stats?.approximateBacklogCount ?? 0) };
}
