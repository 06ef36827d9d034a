import { TASK_QUEUES } from '../contracts/names.ts';
import { runProcess } from '../runtime/run-process.ts';
import { hostQueues } from './host-queues.ts';

await runProcess('worker-calls', () =>
  hostQueues('worker-calls', [TASK_QUEUES.calls, TASK_QUEUES.dial, TASK_QUEUES.effects]),
);
