import { proxyLocalActivities } from '@temporalio/workflow';
import type { DialingActivities } from '../../activities/dialing/dialing.activities.ts';
import type { CallEffect } from '../../contracts/call-instructions.ts';
import { recordOptions } from '../options.ts';

const { recordOptOut } = proxyLocalActivities<DialingActivities>({
  ...recordOptions,
  summary: 'Never call this number again',
});

/** Whom the effects of a call are for. */
export interface EffectSubject {
  orgId: string;
  attemptId: string;
}

/** Carries out what a step asked for beyond speaking; repeated with the same effect it changes nothing. */
export async function carryOut(subject: EffectSubject, effect: CallEffect): Promise<void> {
  if (effect.type === 'opt_out') {
    await recordOptOut({ ...subject, scope: effect.scope, source: 'key' });
  }
}
