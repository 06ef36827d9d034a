import type { PoolClient } from 'pg';
import type { AttemptOutcome } from '../../domain/call/attempt-state.ts';

/** What an outbox row asks of the relay about a call that came in, `inboundCallId` its row. All are safe to do twice. */
export type InboundMessage =
  | { type: 'call_ended'; inboundCallId: string; outcome: AttemptOutcome }
  | { type: 'ensure_workflow'; inboundCallId: string }
  | { type: 'replace_run'; inboundCallId: string }
  | { type: 'fetch_call'; inboundCallId: string };

/** Puts messages into the outbox of the organization in context. */
export async function send(tx: PoolClient, messages: readonly InboundMessage[]): Promise<void> {
  for (const message of messages) {
    await tx.query({
      name: 'inbound_outbox',
      text: `INSERT INTO outbox (org_id, kind, key, payload) VALUES (current_setting('app.org')::uuid, $1, $2, $3)`,
      values: [
        message.type === 'call_ended' ? 'call_ended' : 'ensure_workflow',
        message.inboundCallId,
        JSON.stringify(message),
      ],
    });
  }
}
