import type { FlowNodeType } from '../../contracts/ivr-flow.schema.ts';
import { abSplitCompiler } from './nodes/ab-split.compile.ts';
import { callbackOfferCompiler } from './nodes/callback-offer.compile.ts';
import { conditionalCompiler } from './nodes/conditional.compile.ts';
import { disclosureCompiler } from './nodes/disclosure.compile.ts';
import { endCallCompiler } from './nodes/end-call.compile.ts';
import { gatherInputCompiler } from './nodes/gather-input.compile.ts';
import { languageCompiler } from './nodes/language.compile.ts';
import { menuCompiler } from './nodes/menu.compile.ts';
import type { NodeCompiler } from './nodes/node-compile.types.ts';
import { playMessageCompiler } from './nodes/play-message.compile.ts';
import { setVariableCompiler } from './nodes/set-variable.compile.ts';
import { subflowCompiler } from './nodes/subflow.compile.ts';
import { transferCompiler } from './nodes/transfer.compile.ts';
import { voicemailCompiler } from './nodes/voicemail.compile.ts';
import { webhookCompiler } from './nodes/webhook.compile.ts';

/** The publishing half of every node type; the other half, its behaviour in a call, is in `node-steps.ts`. */
export const NODE_COMPILERS: { readonly [T in FlowNodeType]: NodeCompiler<T> } = {
  ab_split: abSplitCompiler,
  callback_offer: callbackOfferCompiler,
  conditional: conditionalCompiler,
  disclosure: disclosureCompiler,
  end_call: endCallCompiler,
  gather_input: gatherInputCompiler,
  language: languageCompiler,
  menu: menuCompiler,
  play_message: playMessageCompiler,
  set_variable: setVariableCompiler,
  subflow: subflowCompiler,
  transfer: transferCompiler,
  voicemail: voicemailCompiler,
  webhook: webhookCompiler,
};
