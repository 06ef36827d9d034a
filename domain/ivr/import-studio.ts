import type { Language } from '../../contracts/call-instructions.ts';
import type { IvrFlowDraft } from '../../contracts/ivr-flow.schema.ts';
import { draftLimits } from './draft-limits.ts';
import { keyChoices } from './studio/studio-conditions.ts';
import { nextOf, type StudioFlow, type StudioState, studioFlowSchema } from './studio/studio-flow.ts';
import { nodeIds, studioNames } from './studio/studio-names.ts';
import { type NodeDraft, WIDGETS } from './studio/studio-widgets.ts';

/** Something of a widget that was not taken over, in a sentence. */
export interface StudioNote {
  widget: string;
  type: string;
  message: string;
}

/** A widget that has no counterpart. */
export type StudioWidget = Omit<StudioNote, 'message'>;

/** A draft of ours with what it lacks, or why there is none. A widget without counterpart became an end of the call. */
export type StudioImport =
  | { ok: true; draft: IvrFlowDraft; notes: StudioNote[]; withoutCounterpart: StudioWidget[] }
  | { ok: false; message: string };

const END = 'end_of_flow';

/** Splits that are reached from one gather only and look at nothing but its key: they become part of its menu. */
function menuSplits({ states }: StudioFlow): Map<string, StudioState> {
  const found = new Map<string, StudioState>();
  for (const gather of states.filter(({ type }) => type === 'gather-input-on-call')) {
    const next = nextOf(gather, 'keypress');
    const split = states.find(({ name, type }) => name === next && type === 'split-based-on');
    const comers = states.filter(({ transitions }) => transitions.some((one) => one.next === next));
    if (split && comers.every((state) => state === gather) && keyChoices(split, gather.name))
      found.set(gather.name, split);
  }
  return found;
}

function entryOf({ states, initial_state: initial }: StudioFlow): string | undefined {
  const trigger = states.find(
    ({ name, type }) => type === 'trigger' && (initial === undefined || name === initial),
  );
  return trigger ? (nextOf(trigger, 'incomingCall') ?? nextOf(trigger, 'incomingRequest')) : initial;
}

/** Only what the entry leads to: Studio keeps loose widgets, which would be faults here. */
function reached(nodes: Record<string, NodeDraft>, entry: string): Record<string, NodeDraft> {
  const kept: Record<string, NodeDraft> = {};
  const open = [entry];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    const node = nodes[id];
    if (!node || Object.hasOwn(kept, id)) continue;
    kept[id] = node;
    open.push(...Object.values(node.outlets ?? {}));
  }
  return kept;
}

/**
 * Translates a Twilio Studio flow definition (any JSON value) into a draft in one language: what has a counterpart
 * is taken over, everything else is in the notes. The draft still has to pass `compileFlow`. Never throws; pure.
 */
export function importStudioFlow(definition: unknown, language: Language): StudioImport {
  const parsed = draftLimits(definition) ? null : studioFlowSchema.safeParse(definition).data;
  if (!parsed) return { ok: false, message: 'This is not a Studio flow definition, or it is too large.' };
  const entry = entryOf(parsed);
  if (entry === undefined)
    return { ok: false, message: 'No call can begin in this flow: its trigger leads nowhere.' };
  const ids = nodeIds(parsed.states.map(({ name }) => name));
  const taken = new Set(ids.values());
  const names = studioNames();
  const splits = menuSplits(parsed);
  const notes: StudioNote[] = [];
  const lost: StudioWidget[] = [];
  const variables: NonNullable<IvrFlowDraft['variables']> = {};
  const nodes: Record<string, NodeDraft> = { [END]: { type: 'end_call', config: {} } };
  for (const state of parsed.states.filter(({ type }) => type !== 'trigger')) {
    const note = (message: string) => notes.push({ widget: state.name, type: state.type, message });
    const widget = Object.hasOwn(WIDGETS, state.type) ? WIDGETS[state.type] : undefined;
    const node = widget?.(state, {
      language,
      names,
      to: (name) => (name === undefined ? END : (ids.get(name) ?? END)),
      splitAfter: ({ name }) => splits.get(name) ?? null,
      note,
      add: (extra) => {
        let id = `added_${Object.keys(nodes).length}`;
        while (taken.has(id)) id = `${id}_`;
        nodes[id] = extra;
        return id;
      },
      declare: ({ name, isOther }, theirs) => {
        variables[name] = { default: '' };
        if (isOther) note(`${theirs} is called ${name} here: its own name is taken or reserved.`);
        return name;
      },
    });
    if (!node) {
      note(`${widget ? 'Its settings have' : 'It has'} no counterpart; the call ends here.`);
      lost.push({ widget: state.name, type: state.type });
    }
    nodes[ids.get(state.name) ?? END] = {
      ...(node ?? { type: 'end_call', config: {} }),
      label: state.name.slice(0, 80),
    };
  }
  const start = ids.get(entry) ?? END;
  const kept = reached(nodes, start);
  const isKept = ({ widget }: StudioWidget) => Object.hasOwn(kept, ids.get(widget) ?? '');
  return {
    ok: true,
    draft: {
      id: 'imported',
      name: parsed.description.slice(0, 120) || 'Imported flow',
      entry: start,
      defaultLanguage: language,
      languages: [language],
      variables,
      nodes: kept,
    },
    notes: notes.filter(isKept),
    withoutCounterpart: lost.filter(isKept),
  };
}
