import type { TryAnswer } from './delivery-plan.ts';

/** One message for one endpoint. */
export interface OutgoingMessage {
  url: string;
  /** Each signs: two while secrets are rotated. */
  secrets: readonly string[];
  /** The same at every try. */
  messageId: string;
  body: string;
  timeoutMs: number;
}

/**
 * What came back: `askedWaitMs` how long it asks to be left alone, null when it does not; `excerpt` the beginning of the
 * answer without what looks like a number or credential.
 */
export interface SentMessage extends TryAnswer {
  durationMs: number;
  askedWaitMs: number | null;
  excerpt: string | null;
}

/** Sends messages to customers' servers, and nowhere inside our own network. Never throws for what they do. */
export interface WebhookSender {
  send(message: OutgoingMessage): Promise<SentMessage>;
}
