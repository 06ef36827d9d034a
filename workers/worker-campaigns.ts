import { TASK_QUEUES } from '../contracts/names.ts';
import { runProcess } from '../runtime/run-process.ts';
import { hostQueues } from './host-queues.ts';

await runProcess('worker-campaigns', () =>
  hostQueues('worker-campaigns', [TASK_QUEUES.campaigns, TASK_QUEUES.webhooks]),
);
