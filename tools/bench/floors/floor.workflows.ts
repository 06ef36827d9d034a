import {
  condition,
  defineSignal,
  defineUpdate,
  proxyActivities,
  proxyLocalActivities,
  setHandler,
  sleep,
} from '@temporalio/workflow';

/** Activities of a bare call: they do nothing. */
export interface BareActivities {
  nothing(): Promise<void>;
}

const regular = proxyActivities<BareActivities>({ startToCloseTimeout: '20s' });
const local = proxyLocalActivities<BareActivities>({ startToCloseTimeout: '5s' });

/** Answers with what it was given: the least that an Update can do. */
export const echoUpdate = defineUpdate<string, [string]>('echo');
export const endSignal = defineSignal('end');

/** Open until it is told to end; every turn is one echo. */
export async function echoCalls(): Promise<void> {
  let isEnded = false;
  setHandler(echoUpdate, (text) => text);
  setHandler(endSignal, () => {
    isEnded = true;
  });
  await condition(() => isEnded);
}

/** The event list of `conductCall` with nothing behind it: local activity, activity, timer, signal, local activity. */
export async function bareCall(): Promise<void> {
  let isEnded = false;
  setHandler(echoUpdate, (text) => text);
  setHandler(endSignal, () => {
    isEnded = true;
  });
  await local.nothing();
  await regular.nothing();
  const ended = condition(() => isEnded);
  await Promise.race([ended, sleep('5 minutes')]);
  await local.nothing();
}
