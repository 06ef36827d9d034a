import { type Instruction, type Language, SYSTEM_PROMPTS } from '../../contracts/call-instructions.ts';
import type { UnanswerableReason } from '../../domain/call/inbound-call.ts';
import type { NextInstructionResult } from '../../workflows/conduct-call/conduct-call.messages.ts';
import type { ApiDeps } from '../deps.ts';
import { refuseTransfers } from './refuse-transfers.ts';
import { callUrl, type TurnAddress, turnUrl } from '../../domain/call/webhook-urls.ts';

/** How often a caller is asked to hold on before we give up and apologise. */
export const MOST_POLLS = 8;

/** The workflow's answer in the carrier's words; every address in it carries the next turn's nonce. */
export async function speakAnswer(
  deps: ApiDeps,
  orgId: string,
  address: TurnAddress,
  result: NextInstructionResult,
): Promise<string> {
  const { flowVersionId, instructions, language, turn } = result;
  const { prompts } = await deps.webhooks.version({ orgId, flowVersionId });
  return deps.webhooks.render({
    instructions: await refuseTransfers(deps, orgId, instructions),
    language,
    prompts,
    turnUrl: (query) => turnUrl(address, turn, query),
    recordingUrl: callUrl(address, 'recording'),
  });
}

/** A second of pause, then the same turn again at `url`. */
export function speakHoldOn(deps: ApiDeps, language: Language, url: string): string {
  return deps.webhooks.render({
    instructions: [{ type: 'pause', durationMs: 1_000 }, { type: 'redirect' }],
    language,
    prompts: {},
    turnUrl: () => url,
  });
}

/** An apology and the end of the call, when nothing else can be said. */
export function speakApology(deps: ApiDeps, language: Language): string {
  return speakLast(deps, language, SYSTEM_PROMPTS.apology);
}

const UNANSWERABLE: Readonly<Record<UnanswerableReason, string>> = {
  number_unknown: SYSTEM_PROMPTS.notInService,
  organization_closed: SYSTEM_PROMPTS.notInService,
  number_without_flow: SYSTEM_PROMPTS.notAvailable,
  flow_not_published: SYSTEM_PROMPTS.notAvailable,
};

/** Why nobody answers this number, politely, and the end of the call. */
export function speakUnanswerable(deps: ApiDeps, language: Language, reason: UnanswerableReason): string {
  return speakLast(deps, language, UNANSWERABLE[reason]);
}

/** Nothing but the end of the call. */
export function speakHangup(deps: ApiDeps, language: Language): string {
  return speakOnly(deps, language, [{ type: 'hangup' }]);
}

function speakLast(deps: ApiDeps, language: Language, key: string): string {
  return speakOnly(deps, language, [
    { type: 'say', language, prompt: { key, variables: {} } },
    { type: 'hangup' },
  ]);
}

function speakOnly(deps: ApiDeps, language: Language, instructions: Instruction[]): string {
  return deps.webhooks.render({ instructions, language, prompts: {}, turnUrl: () => '' });
}
