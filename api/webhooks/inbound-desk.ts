import type { Language } from '../../contracts/call-instructions.ts';
import type { UnanswerableReason } from '../../domain/call/inbound-call.ts';
import type { InboundStarter } from '../../runtime/inbound-starter.ts';
import type { FormParams } from './form-body.ts';

/** What the webhooks of calls to our numbers need of the database; built by the composition root. */
export interface InboundDesk {
  /** Writes a call down by its first webhook, or finds it; null when its id is of a call that we made. */
  readonly open: (webhook: IncomingWebhook) => Promise<OpenedCall | null>;
  /** Inbox row, rank and outbox row in one transaction; false for a call that is none of ours. */
  readonly applyStatus: (webhook: IncomingWebhook) => Promise<boolean>;
  /** A call that was written down; null when there is none. */
  readonly find: (call: { orgId: string; callId: string }) => Promise<OpenedCall | null>;
  /** The language to speak to whoever is on a call, as well as it is known. */
  readonly languageOf: (webhook: IncomingWebhook) => Promise<Language | null>;
}

/** A verified webhook that names a call by the carrier's id alone. */
export interface IncomingWebhook {
  readonly orgId: string;
  readonly accountSid: string;
  readonly callSid: string;
  readonly url: string;
  readonly params: FormParams;
}

/** What the run of an inbound call is started with. */
export type RunStart = Parameters<InboundStarter['answer']>[0];

/** An inbound call as its row stands. */
export interface OpenedCall {
  readonly callId: string;
  readonly callSid: string;
  readonly flowVersionId: string | null;
  /** Of the person who calls, else of the number called. */
  readonly language: Language;
  /** Of the number called. */
  readonly numberLanguage: Language;
  /** Why no flow answers it; null where one does. */
  readonly unanswerable: UnanswerableReason | null;
  readonly hasEnded: boolean;
  /** Null for a call that is closed or that no flow answers. */
  readonly run: RunStart | null;
}
