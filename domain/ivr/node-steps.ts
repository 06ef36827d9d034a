import type { NodeType } from './graph.types.ts';
import { abSplitStep } from './nodes/ab-split.step.ts';
import { callbackOfferStep } from './nodes/callback-offer.step.ts';
import { conditionalStep } from './nodes/conditional.step.ts';
import { disclosureStep } from './nodes/disclosure.step.ts';
import { endCallStep } from './nodes/end-call.step.ts';
import { gatherInputStep } from './nodes/gather-input.step.ts';
import { languageStep } from './nodes/language.step.ts';
import { menuStep } from './nodes/menu.step.ts';
import type { NodeConfigs } from './nodes/node-configs.types.ts';
import type { NodeStep } from './nodes/node-step.types.ts';
import { playMessageStep } from './nodes/play-message.step.ts';
import { setVariableStep } from './nodes/set-variable.step.ts';
import { subflowStep } from './nodes/subflow.step.ts';
import { transferStep } from './nodes/transfer.step.ts';
import { voicemailStep } from './nodes/voicemail.step.ts';
import { webhookStep } from './nodes/webhook.step.ts';

/** The behaviour of every node type; the other half of a node, its checks, is in `node-compilers.ts`. */
export const NODE_STEPS: { readonly [T in NodeType]: NodeStep<NodeConfigs[T]> } = {
  ab_split: abSplitStep,
  callback_offer: callbackOfferStep,
  conditional: conditionalStep,
  disclosure: disclosureStep,
  end_call: endCallStep,
  gather_input: gatherInputStep,
  language: languageStep,
  menu: menuStep,
  play_message: playMessageStep,
  set_variable: setVariableStep,
  subflow: subflowStep,
  transfer: transferStep,
  voicemail: voicemailStep,
  webhook: webhookStep,
};
