import type { AbSplitConfig } from './ab-split.step.ts';
import type { CallbackOfferConfig } from './callback-offer.step.ts';
import type { ConditionalConfig } from './conditional.step.ts';
import type { DisclosureConfig } from './disclosure.step.ts';
import type { EndCallConfig } from './end-call.step.ts';
import type { GatherInputConfig } from './gather-input.step.ts';
import type { LanguageConfig } from './language.step.ts';
import type { MenuConfig } from './menu.step.ts';
import type { PlayMessageConfig } from './play-message.step.ts';
import type { SetVariableConfig } from './set-variable.step.ts';
import type { SubflowConfig } from './subflow.step.ts';
import type { TransferConfig } from './transfer.step.ts';
import type { VoicemailConfig } from './voicemail.step.ts';
import type { WebhookConfig } from './webhook.step.ts';

/** The compiled configuration of every node type; a new type is a line here, in both lists of nodes and in the schema. */
export interface NodeConfigs {
  ab_split: AbSplitConfig;
  callback_offer: CallbackOfferConfig;
  conditional: ConditionalConfig;
  disclosure: DisclosureConfig;
  end_call: EndCallConfig;
  gather_input: GatherInputConfig;
  language: LanguageConfig;
  menu: MenuConfig;
  play_message: PlayMessageConfig;
  set_variable: SetVariableConfig;
  subflow: SubflowConfig;
  transfer: TransferConfig;
  voicemail: VoicemailConfig;
  webhook: WebhookConfig;
}
