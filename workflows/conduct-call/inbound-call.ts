import { allHandlersFinished, condition, proxyActivities, proxyLocalActivities } from '@temporalio/workflow';
import type { InboundActivities } from '../../activities/inbound/inbound.activities.ts';
import type { IvrActivities } from '../../activities/ivr/ivr.activities.ts';
import { carrierOptions, recordOptions } from '../options.ts';
import { CallEnd } from './call-end.ts';
import type { ConductCallResult, InboundCallInput } from './conduct-call.messages.ts';
import { Conversation } from './conversation.ts';

const { askInboundCall } = proxyActivities<InboundActivities>({
  ...carrierOptions,
  summary: 'Ask the carrier how the call stands',
});
const { loadFlow } = proxyLocalActivities<IvrActivities>({
  ...recordOptions,
  summary: 'Bring the pinned flow',
});
const { closeInboundCall } = proxyLocalActivities<InboundActivities>({
  ...recordOptions,
  summary: 'Write how the call ended',
});

/** A call that somebody makes to a number of ours: answered by its first turn, followed to its end. */
export class InboundCall {
  readonly conversation: Conversation;
  readonly end: CallEnd;
  private readonly input: InboundCallInput;
  private readonly call: { orgId: string; callId: string };

  constructor(input: InboundCallInput) {
    const { orgId, callId, flowVersionId } = input;
    this.input = input;
    this.call = { orgId, callId };
    this.conversation = new Conversation({ orgId, callId, attemptId: null }, flowVersionId, 'waiting');
    this.end = new CallEnd(input.ended);
  }

  async run(): Promise<ConductCallResult> {
    const { orgId, callId, contactId, flowVersionId, language } = this.input;
    const flow = await loadFlow({ orgId, contactId, flowVersionId });
    // A split is by person; of a stranger nothing is known that could be kept in a history.
    const splitKey = contactId ?? callId;
    const spoken = [flow.language, language].find(
      (one) => one !== null && flow.graph.languages.includes(one),
    );
    this.conversation.begin({ ...flow, language: spoken ?? null, splitKey });
    await this.awaitEnd();
    return this.close();
  }

  private async awaitEnd(): Promise<void> {
    while (!this.end.isKnown) {
      if (await this.end.within(this.input.timings.askCarrierAfterMs, 'Deadline: ask the carrier')) return;
      const standing = await this.end.unlessHeard(askInboundCall(this.call));
      if (standing?.outcome) this.end.note({ attemptOutcome: standing.outcome });
    }
  }

  /** Writes what became of the call once, after every turn in progress was answered. */
  private async close(): Promise<ConductCallResult> {
    if (!allHandlersFinished()) await condition(allHandlersFinished);
    const closing = await this.conversation.closing();
    const { outcome } = await closeInboundCall({ ...this.call, ...closing });
    return { outcome: 'settled', attemptOutcome: outcome, disposition: closing.disposition };
  }
}
