import { askedWaitMs } from '../../domain/webhooks/asked-wait.ts';
import type { SentMessage, WebhookSender } from '../../domain/webhooks/webhook-sender.port.ts';
import type { CustomerAnswer, CustomerHttp } from '../customer-http/customer-http.ts';
import { signatureHeaders } from '../customer-http/sign-request.ts';

/** What sending needs of the process. */
export interface WebhookSenderOptions {
  http: CustomerHttp;
  /** Wall time, epoch ms. */
  wallMs: () => number;
  /** Takes numbers and credentials out of a text. */
  redactText: (text: string) => string;
}

/** Characters of an answer that are kept: enough to see an error's message, too few to keep anybody's data. */
const EXCERPT_CHARS = 500;

/**
 * Sends signed messages as the Standard Webhooks specification has them; a redirect is an answer like any other and is
 * not followed. Source: Standard Webhooks specification, "Webhook headers".
 */
export function createWebhookSender({ http, wallMs, redactText }: WebhookSenderOptions): WebhookSender {
  const excerptOf = (body: Buffer): string | null => {
    // Cut after it is redacted, with room to spare, so that no number hides in two halves.
    const text = body.subarray(0, 4 * EXCERPT_CHARS).toString('utf8');
    // Postgres keeps no NUL.
    return redactText(text).replaceAll('\u0000', '').slice(0, EXCERPT_CHARS) || null;
  };
  return {
    async send({ url, secrets, messageId, body, timeoutMs }): Promise<SentMessage> {
      const sentAtMs = wallMs();
      const answer = await http.send({
        url,
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...signatureHeaders(secrets, { messageId, sentAtMs, payload: body }),
        },
        body,
        timeoutMs,
        followsRedirects: false,
      });
      const durationMs = Math.max(0, Math.round(wallMs() - sentAtMs));
      if (answer.kind !== 'answered')
        return { status: null, error: codeOf(answer), durationMs, askedWaitMs: null, excerpt: null };
      return {
        status: answer.status,
        error: null,
        durationMs,
        askedWaitMs: askedWaitMs(answer.status, answer.retryAfter, wallMs()),
        excerpt: excerptOf(answer.body),
      };
    },
  };
}

function codeOf(answer: Exclude<CustomerAnswer, { kind: 'answered' }>): string {
  switch (answer.kind) {
    case 'refused':
      return `refused.${answer.reason}`;
    case 'failed':
      return `connection.${answer.code}`;
    case 'timeout':
    case 'too_large':
      return answer.kind;
  }
}
