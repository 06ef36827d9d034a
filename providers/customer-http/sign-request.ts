import { Webhook } from 'standardwebhooks';

/** What a signature covers. `messageId` stays the same when a message is sent again, so that it can be recognised. */
export interface SignedMessage {
  messageId: string;
  /** Wall time, epoch ms; receivers refuse what is older than five minutes. */
  sentAtMs: number;
  payload: string;
}

/**
 * Headers that let a customer check where a request comes from and that nobody changed it. `secrets` are `whsec_…`;
 * each signs, so that one can be replaced while both are valid. Source: Standard Webhooks specification, "Signature
 * scheme" and "Webhook headers".
 */
export function signatureHeaders(
  secrets: readonly string[],
  { messageId, sentAtMs, payload }: SignedMessage,
): Record<string, string> {
  const sentAt = new Date(sentAtMs);
  return {
    'webhook-id': messageId,
    'webhook-timestamp': String(Math.floor(sentAtMs / 1000)),
    'webhook-signature': secrets
      .map((secret) => new Webhook(secret).sign(messageId, sentAt, payload))
      .join(' '),
  };
}
