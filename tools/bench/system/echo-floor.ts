import { randomUUID } from 'node:crypto';
import { connectClient } from '../floors/echo-server.ts';
import { type Child, startChild } from '../kit/child.ts';
import type { Served } from '../kit/compare-latency.ts';
import type { BenchStack } from './bench-stack.ts';
import { Pool } from './caller.ts';
import { post } from './post.ts';

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

/**
 * The floor of a turn: a bare Express endpoint that does an echo Update on the same server, over `calls` open runs. Its
 * processes are put into `children`, for the caller to stop.
 */
export async function prepareEchoFloor(
  { stack }: BenchStack,
  calls: number,
  children: Child[],
): Promise<Served> {
  const env = { TEMPORAL_ADDRESS: stack.urls.temporal, TASK_QUEUE: `floor-${randomUUID()}` };
  const file = (name: string) => new URL(`../floors/${name}`, import.meta.url).pathname;
  const worker = await startChild(file('floor-worker.ts'), env);
  children.push(worker);
  const server = await startChild(file('echo-server.main.ts'), env);
  children.push(server);
  const client = await connectClient(env.TEMPORAL_ADDRESS);
  const ids = Array.from({ length: calls }, () => `echo:${randomUUID()}`);
  for (const workflowId of ids)
    await client.workflow.start('echoCalls', { taskQueue: env.TASK_QUEUE, workflowId });
  await client.connection.close();
  const pool = new Pool(ids);
  const request = (): Promise<void> =>
    pool.with(async (id) => {
      const url = `${server.ready.url}/echo?w=${id}&u=${randomUUID()}`;
      const { status } = await post(url, FORM, 'Digits=0&CallStatus=in-progress');
      if (status !== 200) throw new Error(`echo answered ${status}`);
    });
  return { request, pids: [worker.pid, server.pid] };
}
