import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { activityInfo } from '@temporalio/activity';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { plannedTriesMs, WEBHOOK_TIMINGS } from '../../domain/webhooks/delivery-plan.ts';
import {
  webhookRunStateQuery,
  webhooksDueSignal,
} from '../../workflows/deliver-webhooks/deliver-webhooks.messages.ts';
import { timeSkippingEnvironment } from '../harness/time-skipping.ts';
import { quietRuntime } from './quiet-runtime.ts';
import { withWebhooks } from './webhooks-test-bed.ts';

const HOUR_MS = 3_600_000;

let env: TestWorkflowEnvironment;
beforeAll(async () => {
  quietRuntime();
  env = await timeSkippingEnvironment();
}, 60_000);
afterAll(() => env?.teardown());

const server = () => ({ client: env.client, connection: env.nativeConnection });

describe('deliverWebhooks', () => {
  it('makes every try at its time over three days, and ends with the last', async () => {
    const triedAtMs: number[] = [];
    const waits = [...WEBHOOK_TIMINGS.retryAfterMs, null];
    const drain = async () => {
      triedAtMs.push(await env.currentTimeMs());
      return { delivered: 0, failed: 1, waitMs: waits.shift() ?? null };
    };
    const { rounds } = await withWebhooks(server(), drain, (handle) => handle.result());
    expect(rounds).toBe(10);
    const planned = plannedTriesMs(0, triedAtMs[0] ?? 0, WEBHOOK_TIMINGS);
    triedAtMs.forEach((atMs, index) => {
      expect(atMs).toBeGreaterThanOrEqual(planned[index] ?? Infinity);
      expect(atMs - (planned[index] ?? 0)).toBeLessThan(HOUR_MS);
    });
  }, 120_000);

  it('woken while it waits, it looks at once, and goes on waiting', async () => {
    const waits = [24 * HOUR_MS, 24 * HOUR_MS, null];
    const drain = async () => ({ delivered: 0, failed: 0, waitMs: waits.shift() ?? null });
    const { value, rounds } = await withWebhooks(server(), drain, async (handle) => {
      const beganMs = await env.currentTimeMs();
      await handle.signal(webhooksDueSignal);
      await env.sleep('1 minute');
      const { rounds: soFar, waitUntilMs } = await handle.query(webhookRunStateQuery);
      expect((waitUntilMs ?? 0) - beganMs).toBeGreaterThan(23 * HOUR_MS);
      await handle.result();
      return soFar;
    });
    expect(value).toBe(2);
    expect(rounds).toBe(3);
  }, 120_000);

  it('told of another try in the middle of its last round, it makes one more', async () => {
    let isTold = false;
    const { rounds } = await withWebhooks(
      server(),
      async ({ endpointId }) => {
        if (!isTold) await env.client.workflow.getHandle(`webhooks:${endpointId}`).signal(webhooksDueSignal);
        isTold = true;
        return { delivered: 1, failed: 0, waitMs: null };
      },
      (handle) => handle.result(),
    );
    expect(rounds).toBe(2);
  }, 120_000);

  it('outlives a round that cannot be made, as when Postgres is away', async () => {
    let isAway = true;
    const drain = async () => {
      if (isAway) {
        isAway = false;
        throw new Error('Postgres is away');
      }
      return { delivered: 1, failed: 0, waitMs: null };
    };
    const { rounds } = await withWebhooks(server(), drain, (handle) => handle.result());
    expect(rounds).toBe(2);
  }, 120_000);

  it('of an endpoint that is down for months goes on in another run before its history is too long', async () => {
    const runs = new Set<string>();
    const drain = async () => {
      runs.add(activityInfo().workflowExecution?.runId ?? '');
      return { delivered: 0, failed: 1, waitMs: runs.size === 1 ? 60_000 : null };
    };
    const { value } = await withWebhooks(server(), drain, async (handle) => {
      const { runId } = await handle.describe();
      await handle.result();
      const first = await env.client.workflow.getHandle(handle.workflowId, runId).describe();
      return { status: first.status.name, length: first.historyLength };
    });
    expect(value.status).toBe('CONTINUED_AS_NEW');
    expect(value.length).toBeLessThan(51_200);
  }, 240_000);
});
