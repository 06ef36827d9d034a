/** A mail in plain text: one recipient, an address of RFC 5322. */
export interface MailMessage {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

/** Sends mail. Never part of a transaction: a mail cannot be taken back. */
export interface MailPort {
  /** Resolves when the server, or the outbox, has taken it; throws `mail.unavailable`. NOT idempotent. */
  send(message: MailMessage): Promise<void>;
}
