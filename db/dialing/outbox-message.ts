import type { AttemptEffect } from '../../domain/call/attempt-events.ts';
import type { AttemptOutcome } from '../../domain/call/attempt-state.ts';
import type { InboundMessage } from '../inbound/inbound-message.ts';

/** What an outbox row asks of the relay. All are safe to do twice. */
export type OutboxMessage =
  | InboundMessage
  | { type: 'call_ended'; attemptId: string; outcome: AttemptOutcome | null }
  | { type: 'ensure_workflow'; attemptId: string }
  | { type: 'ensure_workflow'; campaignId: string }
  | { type: 'ensure_workflow'; importId: string }
  | { type: 'ensure_workflow'; callbackId: string }
  | { type: 'replace_run'; attemptId: string }
  | { type: 'hang_up'; attemptId: string; callId: string }
  | { type: 'fetch_call'; attemptId: string }
  | { type: 'settle_two_calls'; attemptId: string; boundCallId: string; otherCallId: string };

/** Column `outbox.kind`: what is for the run of a call, and what makes sure that something is so. */
export function outboxKind(message: OutboxMessage): 'call_ended' | 'ensure_workflow' {
  return message.type === 'call_ended' ? 'call_ended' : 'ensure_workflow';
}

/** The messages that carry a transition's effects out; the others are written in the transition's own transaction. */
export function messagesOf(
  attemptId: string,
  outcome: AttemptOutcome | null,
  effects: readonly AttemptEffect[],
): OutboxMessage[] {
  return effects.flatMap((effect): OutboxMessage[] => {
    switch (effect.type) {
      case 'signal_call_ended':
        return [{ type: 'call_ended', attemptId, outcome }];
      case 'ensure_workflow':
        return [{ type: 'ensure_workflow', attemptId }];
      case 'hang_up':
        return [{ type: 'hang_up', attemptId, callId: effect.callId }];
      case 'fetch_call':
        return [{ type: 'fetch_call', attemptId }];
      case 'settle_two_calls':
        return [
          {
            type: 'settle_two_calls',
            attemptId,
            boundCallId: effect.boundCallId,
            otherCallId: effect.otherCallId,
          },
        ];
      case 'post_create':
      case 'settle_contact':
      case 'withdraw_retry':
      case 'incident':
        return [];
    }
  });
}
