import type { Instruction, Language, StepInput } from '../../contracts/call-instructions.ts';
import type { PromptTable } from '../../domain/ivr/graph.types.ts';
import type { FormParams } from './form-body.ts';
import type { LoadVersion } from './version-cache.ts';

/** What one carrier's webhooks need of its adapter; built by the composition root. */
export interface CarrierWebhooks {
  /** An account's token from what its row holds; throws `secret.unreadable`. */
  readonly openToken: (account: { accountSid: string; authToken: string }) => Promise<string>;
  /** Whether one of the tokens signed exactly this URL with exactly these parameters. */
  readonly isSigned: (request: SignedRequest) => boolean;
  /** The organization's key `k` of a call, by the id of its attempt or, of an inbound one, its own. */
  readonly signCall: (linkKey: Buffer, id: string) => string;
  /** Whether `k` is that key. */
  readonly isCallLink: (linkKey: Buffer, id: string, k: string) => boolean;
  /** An input sealed into an address: neither readable nor changeable, and good for what it is bound to only. */
  readonly sealInput: (linkKey: Buffer, bound: string, input: StepInput) => string;
  /** The sealed input; undefined when it was changed or bound to something else. */
  readonly openInput: (linkKey: Buffer, bound: string, sealed: string) => StepInput | undefined;
  /** Inbox row, rank, binding and outbox row in one transaction. */
  readonly applyEvent: (event: CarrierEvent) => Promise<AppliedEvent>;
  /** A published version as it is spoken; it never changes. */
  readonly version: LoadVersion;
  readonly render: (answer: SpokenAnswer) => string;
}

/** A request as the carrier signed it. */
export interface SignedRequest {
  readonly authTokens: readonly string[];
  readonly signature: string;
  readonly url: string;
  readonly params: FormParams;
}

/** News of a call from a verified webhook. */
export interface CarrierEvent {
  readonly orgId: string;
  readonly attemptId: string;
  readonly accountSid: string;
  readonly url: string;
  readonly params: FormParams;
}

/** What became of an event. `isOurCall` is false when the attempt is bound to another call than this one. */
export type AppliedEvent =
  | { readonly isKnown: false }
  | { readonly isKnown: true; readonly isOurCall: boolean; readonly flowVersionId: string | null };

/** Instructions with all that is needed to say them in the carrier's words. */
export interface SpokenAnswer {
  readonly instructions: readonly Instruction[];
  readonly prompts: PromptTable;
  readonly language: Language;
  /** Address that the carrier posts the next input to; `query` tells what a redirect means. */
  readonly turnUrl: (query?: Readonly<Record<string, string>>) => string;
  /** Address that news of a recording go to. */
  readonly recordingUrl?: string;
}
