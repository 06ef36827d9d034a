import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import { echoUpdate, endSignal } from './floor.workflows.ts';

/** A phone rings before it is answered; without that the end would overtake the dial and save its events. */
const RING_MS = 200;

/** What one run of bare calls is. */
export interface BareCallsOrder {
  readonly calls: number;
  readonly concurrency: number;
  readonly updatesPerCall: number;
  readonly taskQueue: string;
}

/**
 * Runs calls that have the event list of ours and no I/O, `concurrency` at a time, and answers calls/s. Each is
 * started, asked `updatesPerCall` times, told the end, and awaited, as ours are by dispatcher, API and relay.
 */
export async function runBareCalls(client: Client, order: BareCallsOrder): Promise<number> {
  const startedMs = performance.now();
  let left = order.calls;
  const conduct = async (): Promise<void> => {
    while (left-- > 0) await runBareCall(client, order);
  };
  await Promise.all(Array.from({ length: order.concurrency }, conduct));
  return (order.calls / (performance.now() - startedMs)) * 1_000;
}

/** One bare call from start to end; answers its workflow id. */
export async function runBareCall(
  client: Client,
  { taskQueue, updatesPerCall }: Pick<BareCallsOrder, 'taskQueue' | 'updatesPerCall'>,
): Promise<string> {
  const workflowId = `bare:${randomUUID()}`;
  const handle = await client.workflow.start('bareCall', { taskQueue, workflowId });
  await delay(RING_MS);
  for (let turn = 0; turn < updatesPerCall; turn++) await handle.executeUpdate(echoUpdate, { args: ['1'] });
  await handle.signal(endSignal);
  await handle.result();
  return workflowId;
}
