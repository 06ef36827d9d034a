import { type Instruction, type Language, SYSTEM_PROMPTS } from '../../contracts/call-instructions.ts';
import { turnUpdateId } from '../../contracts/names.ts';
import type { NextInstructionResult } from '../../workflows/conduct-call/conduct-call.messages.ts';
import type { ApiDeps } from '../deps.ts';
import type { CallTurn } from './ask-call.ts';
import type { CarrierOrganization } from './carrier-directory.ts';
import { type TurnAddress, turnUrl } from './turn-urls.ts';

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
  return deps.webhooks.render({
    instructions,
    language,
    prompts: await deps.webhooks.prompts({ orgId, flowVersionId }),
    turnUrl: (query) => turnUrl(address, turn, query),
  });
}

/** A second of pause, then the same turn again with its input sealed into the address. */
export function speakHoldOn(
  deps: ApiDeps,
  organization: CarrierOrganization,
  address: TurnAddress,
  turn: CallTurn,
  poll: number,
): string {
  const { linkKey, language } = organization;
  const sealed = deps.webhooks.sealInput(linkKey, turnUpdateId(turn.callSid, turn.turn), turn.input);
  const again = { i: sealed, poll: String(poll) };
  return deps.webhooks.render({
    instructions: [{ type: 'pause', durationMs: 1_000 }, { type: 'redirect' }],
    language,
    prompts: {},
    turnUrl: () => turnUrl(address, turn.turn, again),
  });
}

/** An apology and the end of the call, when nothing else can be said. */
export function speakApology(deps: ApiDeps, language: Language): string {
  const sorry: Instruction = {
    type: 'say',
    language,
    prompt: { key: SYSTEM_PROMPTS.apology, variables: {} },
  };
  return speakOnly(deps, language, [sorry, { type: 'hangup' }]);
}

/** Nothing but the end of the call. */
export function speakHangup(deps: ApiDeps, language: Language): string {
  return speakOnly(deps, language, [{ type: 'hangup' }]);
}

function speakOnly(deps: ApiDeps, language: Language, instructions: Instruction[]): string {
  return deps.webhooks.render({ instructions, language, prompts: {}, turnUrl: () => '' });
}
