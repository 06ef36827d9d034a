import { randomUUID } from 'node:crypto';
import type { Client, Connection, WorkflowHandle } from '@temporalio/client';
import proto from '@temporalio/proto';
import { type NativeConnection, Worker } from '@temporalio/worker';
import type {
  CallbackActivities,
  CallbackFacts,
  CallbackRound,
} from '../../activities/callback/callback.activities.ts';
import { callbackWorkflowId, SEARCH_ATTRIBUTES, TASK_QUEUES } from '../../contracts/names.ts';
import type { runCallback } from '../../workflows/run-callback/run-callback.workflow.ts';
import { type CallActivities, callWorker, fakeCallActivities } from './call-test-bed.ts';
import { recordActivities } from './record-activities.ts';
import { workflowBundle } from './workflow-bundle.ts';

/** A run of `runCallback` under test. */
export type CallbackHandle = WorkflowHandle<typeof runCallback>;

const FACTS: CallbackFacts = { state: 'scheduled', dueAtMs: 1_700_000_000_000, outcome: null, reason: null };

/** A row in memory that stands for the callback's, and the activities over it. */
export class FakeCallback {
  readonly attemptId = randomUUID();
  facts: CallbackFacts = FACTS;
  /** Wall time until which a reservation says "wait"; moved by rescheduling. */
  dueAtMs: number;
  readonly rounds: CallbackRound['next'][] = [];
  /** When its attempt was reserved: once a run has ended, time may skip anywhere. */
  rangAtMs: number | null = null;
  /** How soon the row is read again beside a call that another run conducts. */
  lookAgainMs = 30_000;
  private readonly nowMs: () => Promise<number>;

  constructor(nowMs: () => Promise<number>, dueInMs: number) {
    this.nowMs = nowMs;
    this.dueAtMs = dueInMs;
  }

  /** Told by the fake end of the call. */
  settle(outcome: string): void {
    this.facts = { ...this.facts, state: outcome === 'answered' ? 'completed' : 'failed', outcome };
  }

  activities(): CallbackActivities {
    return {
      reserveCallback: async ({ orgId }) => {
        const round = await this.round(orgId);
        this.rounds.push(round.next);
        return round;
      },
      rescheduleCallback: async ({ dueAtMs }) => {
        if (this.facts.state !== 'scheduled') return { refused: 'callback.already_finished' };
        this.dueAtMs = dueAtMs ?? (await this.nowMs());
        return { facts: this.facts };
      },
      cancelCallback: async () => {
        if (this.facts.state === 'calling') return { refused: 'callback.already_calling' };
        this.facts = { ...this.facts, state: 'canceled' };
        return { facts: this.facts };
      },
    };
  }

  private async round(orgId: string): Promise<CallbackRound> {
    const { facts } = this;
    if (facts.state !== 'scheduled' && facts.state !== 'calling') return { next: 'over', facts };
    const nowMs = await this.nowMs();
    const waitMs = this.dueAtMs - nowMs;
    if (waitMs > 0) return { next: 'wait', waitMs, facts };
    this.facts = { ...facts, state: 'calling' };
    this.rangAtMs ??= nowMs;
    const timings = { unknownProbesMs: [40, 80], askCarrierAfterMs: 145_000 };
    const ids = { orgId, attemptId: this.attemptId, contactId: randomUUID(), flowVersionId: randomUUID() };
    return {
      next: 'ring',
      call: { ...ids, maxCallSeconds: 60, timings },
      lookAgainMs: this.lookAgainMs,
      facts: this.facts,
    };
  }
}

/** Makes our search attributes known to a time-skipping server, without which it never starts a child that has some. */
export async function registerSearchAttributes({ client }: { client: Client }): Promise<void> {
  const keyword = proto.temporal.api.enums.v1.IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD;
  const searchAttributes = Object.fromEntries(SEARCH_ATTRIBUTES.map((name) => [name, keyword]));
  await (client.connection as Connection).operatorService.addSearchAttributes({
    namespace: 'default',
    searchAttributes,
  });
}

/** Runs one callback against a fake row while `work` steers it; the call that it makes is the real workflow. */
export async function withCallback<T>(
  server: { client: Client; connection: NativeConnection; identity?: string },
  fake: FakeCallback,
  work: (handle: CallbackHandle) => Promise<T>,
  options: { calls?: Partial<CallActivities>; startDelayMs?: number } = {},
) {
  const { client, connection, identity } = server;
  const calls = fakeCallActivities(options.calls);
  const { activities } = recordActivities(fake.activities());
  const common = { connection, ...(identity !== undefined && { identity }) };
  const callbacks = await Worker.create({
    ...common,
    taskQueue: TASK_QUEUES.campaigns,
    workflowBundle: await workflowBundle(),
    activities,
  });
  const callHost = await callWorker(connection, {
    activities: calls.activities,
    taskQueue: TASK_QUEUES.calls,
    ...(identity !== undefined && { identity }),
  });
  const value = await callbacks.runUntil(() =>
    callHost.runUntil(async () => {
      const callbackId = randomUUID();
      const handle = await client.workflow.start<typeof runCallback>('runCallback', {
        workflowId: callbackWorkflowId(callbackId),
        taskQueue: TASK_QUEUES.campaigns,
        args: [{ orgId: randomUUID(), callbackId }],
        ...(options.startDelayMs !== undefined && { startDelay: options.startDelayMs }),
      });
      return work(handle);
    }),
  );
  return { value, calls };
}
