/** One webhook to send. */
export interface Webhook {
  readonly purpose: 'voice' | 'status' | 'amd' | 'recording' | 'transcription' | 'message' | 'play';
  /** With connection overrides after `#`, if the customer gave any. */
  readonly url: string;
  readonly method: 'GET' | 'POST';
  readonly params: Readonly<Record<string, string>>;
  readonly callSid?: string;
  /** Repeats an idempotency token: the same event sent again. */
  readonly token?: string;
  /** Signs with this instead of the account's auth token: a forgery. */
  readonly signWith?: string;
  /** Which fault made this request, for the truth file. */
  readonly fault?: string;
}

/** The outcome of a webhook after its retries. Error codes as Twilio's: 11200, 11205, 11210, 11215, 11750. */
export type WebhookOutcome =
  | {
      readonly ok: true;
      readonly status: number;
      readonly contentType: string;
      readonly body: Buffer;
      readonly url: string;
    }
  | { readonly ok: false; readonly errorCode: number; readonly reason: string };
