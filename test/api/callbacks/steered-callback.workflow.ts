import { ApplicationFailure, condition, setHandler } from '@temporalio/workflow';
import {
  callbackStateQuery,
  cancelCallbackUpdate,
  rescheduleCallbackUpdate,
} from '../../../workflows/run-callback/run-callback.messages.ts';

const FACTS = { state: 'scheduled', dueAtMs: 0, outcome: null, reason: null } as const;

/** A callback's run that only remembers how it was steered, for tests of the endpoints alone. */
export async function steeredCallback({ refuses }: { refuses: boolean }): Promise<string[]> {
  const heard: string[] = [];
  const hear = (what: string) => {
    if (refuses) throw ApplicationFailure.nonRetryable('too late', 'callback.already_calling');
    heard.push(what);
    return FACTS;
  };
  setHandler(callbackStateQuery, () => ({ phase: 'waiting' as const, waitUntilMs: 1_800_000_000_000 }));
  setHandler(rescheduleCallbackUpdate, ({ dueAtMs }) => hear(`reschedule:${dueAtMs}`));
  setHandler(cancelCallbackUpdate, () => hear('cancel'));
  await condition(() => heard.length > 0);
  return heard;
}
