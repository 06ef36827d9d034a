import { type NativeConnection, Worker } from '@temporalio/worker';
import type { EffectActivities } from '../../activities/effects/effects.activities.ts';
import { TASK_QUEUES } from '../../contracts/names.ts';
import { type CallActivities, callWorker, fakeCallActivities } from './call-test-bed.ts';
import { effectsFlow } from './effects-flow.ts';
import { recordActivities } from './record-activities.ts';

/** Fake activities of a call over the flow of effects; each call of them is kept as data. */
export function fakeEffects(script: Partial<EffectActivities & CallActivities> = {}) {
  const happy: EffectActivities = {
    askCustomer: async () => ({ result: 'success', values: { state: 'sent' } }),
    leaveMusic: async () => {},
    recordVoicemail: async () => {},
    createCallback: async () => ({ result: 'scheduled', callbackId: 'callback' }),
    recordLeg: async () => {},
    optOutCaller: async () => {},
  };
  const loadFlow: CallActivities['loadFlow'] = async () => ({
    graph: effectsFlow().graph,
    language: 'en',
    variables: {},
    splitKey: 'contact',
  });
  const calls = fakeCallActivities({ loadFlow, ...script });
  const effects = recordActivities({ ...happy, ...script });
  return {
    activities: { ...effects.activities, ...calls.activities },
    effectsOf: (name: string) =>
      effects.recorded.filter((one) => one.name === name).map(({ input }) => input),
    closing: () => calls.recorded.find(({ name }) => name === 'closeAttempt')?.input,
  };
}

/** As `callWorker`, with the queue of requests to customers beside it. */
export async function effectsWorker(
  connection: NativeConnection,
  options: { activities: object; identity?: string },
) {
  const { activities, identity } = options;
  const effects = await Worker.create({
    connection,
    activities,
    taskQueue: TASK_QUEUES.effects,
    ...(identity !== undefined && { identity }),
  });
  const calls = await callWorker(connection, options);
  return {
    taskQueue: calls.taskQueue,
    runUntil: <T>(work: () => Promise<T>): Promise<T> => effects.runUntil(calls.runUntil(work)),
  };
}
