import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Client } from '@temporalio/client';
import { testTemporal } from '../../../test/harness/test-temporal.ts';
import { startChild, type Child } from '../kit/child.ts';
import { runBareCall, runBareCalls } from './bare-calls.ts';
import { connectClient } from './echo-server.ts';
import { endSignal } from './floor.workflows.ts';

const file = (name: string) => new URL(name, import.meta.url).pathname;
const taskQueue = `floor-${randomUUID()}`;
let client: Client;
let worker: Child;
let address: string;
beforeAll(async () => {
  ({ address } = await testTemporal());
  client = await connectClient(address);
  worker = await startChild(file('./floor-worker.ts'), { TEMPORAL_ADDRESS: address, TASK_QUEUE: taskQueue });
}, 120_000);
afterAll(async () => {
  await worker?.stop();
  await client?.connection.close();
});

async function eventsOf(workflowId: string): Promise<number> {
  const { historyLength } = await client.workflow.getHandle(workflowId).describe();
  return historyLength;
}

describe('floors', () => {
  it('bare call: the 18 events of a call without a turn, and 5 for each Update', async () => {
    const silent = await runBareCall(client, { taskQueue, updatesPerCall: 0 });
    const talking = await runBareCall(client, { taskQueue, updatesPerCall: 2 });
    expect(await eventsOf(silent)).toBe(18);
    expect(await eventsOf(talking)).toBe(18 + 2 * 5);
  });

  it('bare calls: runs all of them and measures a rate', async () => {
    const rate = await runBareCalls(client, { calls: 20, concurrency: 5, updatesPerCall: 1, taskQueue });
    expect(rate).toBeGreaterThan(0.5);
  });

  it('echo endpoint: answers what was posted, through the workflow', async () => {
    const server = await startChild(file('./echo-server.main.ts'), { TEMPORAL_ADDRESS: address });
    try {
      const workflowId = `echo:${randomUUID()}`;
      const handle = await client.workflow.start('echoCalls', { taskQueue, workflowId });
      const answer = await fetch(`${server.ready.url}/echo?w=${workflowId}&u=1`, {
        method: 'POST',
        body: new URLSearchParams({ Digits: '42' }),
      });
      expect(await answer.text()).toBe('<Response><Say>42</Say></Response>');
      await handle.signal(endSignal);
      await handle.result();
      expect(await eventsOf(workflowId)).toBeGreaterThanOrEqual(5 + 5);
    } finally {
      await server.stop();
    }
  });
});
