import { z } from 'zod';
import { calendarSchema } from './ivr-nodes/calendar.schema.ts';
import { conditionalSchema } from './ivr-nodes/conditional.schema.ts';
import { disclosureSchema } from './ivr-nodes/disclosure.schema.ts';
import { endCallSchema } from './ivr-nodes/end-call.schema.ts';
import { gatherInputSchema } from './ivr-nodes/gather-input.schema.ts';
import { languageNodeSchema } from './ivr-nodes/language.schema.ts';
import { menuSchema } from './ivr-nodes/menu.schema.ts';
import {
  codeSchema,
  languageSchema,
  nodeIdSchema,
  scalarSchema,
  variableNameSchema,
} from './ivr-nodes/parts.schema.ts';
import { playMessageSchema } from './ivr-nodes/play-message.schema.ts';
import { setVariableSchema } from './ivr-nodes/set-variable.schema.ts';
import { abSplitSchema } from './ivr-nodes/ab-split.schema.ts';
import { callbackOfferSchema } from './ivr-nodes/callback-offer.schema.ts';
import { subflowSchema } from './ivr-nodes/subflow.schema.ts';
import { transferSchema } from './ivr-nodes/transfer.schema.ts';
import { voicemailSchema } from './ivr-nodes/voicemail.schema.ts';
import { webhookSchema } from './ivr-nodes/webhook.schema.ts';

/** The configuration of every node type; a new type of node is a line here. */
export const NODE_CONFIG_SCHEMAS = {
  ab_split: abSplitSchema,
  callback_offer: callbackOfferSchema,
  conditional: conditionalSchema,
  disclosure: disclosureSchema,
  end_call: endCallSchema,
  gather_input: gatherInputSchema,
  language: languageNodeSchema,
  menu: menuSchema,
  play_message: playMessageSchema,
  set_variable: setVariableSchema,
  subflow: subflowSchema,
  transfer: transferSchema,
  voicemail: voicemailSchema,
  webhook: webhookSchema,
} as const;

/** A node type as a flow document names it. */
export type FlowNodeType = keyof typeof NODE_CONFIG_SCHEMAS;

/** The parsed configuration of a node type, with its defaults filled in. */
export type FlowNodeConfig<T extends FlowNodeType> = z.output<(typeof NODE_CONFIG_SCHEMAS)[T]>;

/** Most nodes of a flow. */
export const MAX_FLOW_NODES = 500;

/** A declared variable: its type in words, and the value it has until something sets it. */
export const flowVariableSchema = z.strictObject({ default: scalarSchema });

/** What every node has beside its configuration; `label` and `position` are the builder's and mean nothing to a call. */
export const nodeFields = {
  outlets: z.record(codeSchema, nodeIdSchema).default({}),
  label: z.string().max(80).optional(),
  position: z.strictObject({ x: z.number(), y: z.number() }).optional(),
};

/** Everything of a flow but its nodes. */
export const flowShellFields = {
  id: z.string().min(1).max(64),
  name: z.string().min(1).max(120),
  entry: nodeIdSchema,
  defaultLanguage: languageSchema,
  languages: z.array(languageSchema).min(1).max(3),
  variables: z.record(variableNameSchema, flowVariableSchema).default({}),
  calendars: z.record(codeSchema, calendarSchema).default({}),
};

function nodeSchema<T extends FlowNodeType>(type: T) {
  return z.strictObject({ type: z.literal(type), config: NODE_CONFIG_SCHEMAS[type], ...nodeFields });
}

/** A flow document as drafts hold it, by shape; `compileFlow` finds what a shape cannot tell. */
export const ivrFlowSchema = z.strictObject({
  ...flowShellFields,
  nodes: z.record(
    nodeIdSchema,
    z.discriminatedUnion('type', [
      nodeSchema('ab_split'),
      nodeSchema('callback_offer'),
      nodeSchema('conditional'),
      nodeSchema('disclosure'),
      nodeSchema('end_call'),
      nodeSchema('gather_input'),
      nodeSchema('language'),
      nodeSchema('menu'),
      nodeSchema('play_message'),
      nodeSchema('set_variable'),
      nodeSchema('subflow'),
      nodeSchema('transfer'),
      nodeSchema('voicemail'),
      nodeSchema('webhook'),
    ]),
  ),
});

/** A flow document as it is written and sent. */
export type IvrFlowDraft = z.input<typeof ivrFlowSchema>;
