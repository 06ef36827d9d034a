import type { Language } from '../../../contracts/call-instructions.ts';
import type { IvrFlowDraft } from '../../../contracts/ivr-flow.schema.ts';
import type { PromptDraft } from '../../../contracts/ivr-nodes/parts.schema.ts';
import { keyChoices, ourCondition } from './studio-conditions.ts';
import { nextOf, numberOf, type StudioState, textOf } from './studio-flow.ts';
import type { OurVariable, StudioNames } from './studio-names.ts';
import { finishKey, isOn, plainNumber, timeMs } from './studio-settings.ts';

export type NodeDraft = IvrFlowDraft['nodes'][string];

/** What a widget is translated with. */
export interface Translation {
  language: Language;
  names: StudioNames;
  /** The node that a widget became; for none the end of the call. */
  to(widget: string | undefined): string;
  /** The split that follows a gather and nothing else; it becomes part of the menu. */
  splitAfter(gather: StudioState): StudioState | null;
  /** Says what of a widget was not taken over. */
  note(message: string): void;
  /** Declares a variable of ours for `theirs`; its name. */
  declare(variable: OurVariable, theirs: string): string;
  /** Adds a node that no widget stands for, after the one at hand; its id. */
  add(node: NodeDraft): string;
}

type Widget = (state: StudioState, by: Translation) => NodeDraft | null;
type Assignment = { key: string; value: string };

/** Where Studio says nothing, neither do we. */
const SILENT = ' ';

function promptOf(state: StudioState, by: Translation): PromptDraft {
  const audioUrl = textOf(state, 'play');
  if (audioUrl.startsWith('https://')) return { [by.language]: { audioUrl } };
  if (audioUrl !== '') by.note('The audio file is not at an https address.');
  if (numberOf(state, 'loop', 1) > 1) by.note('The message is said once, not in a loop.');
  const { text, missing } = by.names.text(textOf(state, 'say'));
  for (const reference of missing) by.note(`There is no counterpart of ${reference}.`);
  return { [by.language]: text.trim() === '' ? SILENT : text };
}

/**
 * An outlet that would only ask again is left out: our input nodes do that by themselves. One that leads nowhere ends
 * the call, as it does at Studio.
 */
function unlessSelf(
  state: StudioState,
  outlet: string,
  next: string | undefined,
  by: Translation,
): Record<string, string> {
  return next === state.name ? {} : { [outlet]: by.to(next) };
}

const sayPlay: Widget = (state, by) => ({
  type: 'play_message',
  config: { prompt: promptOf(state, by) },
  outlets: { next: by.to(nextOf(state, 'audioComplete')) },
});

function menuOf(state: StudioState, split: StudioState, by: Translation): NodeDraft {
  const choices = keyChoices(split, state.name) ?? [];
  const named = choices.map(({ key, next }) => ({
    key,
    outlet: `key_${key === '*' ? 'star' : key === '#' ? 'hash' : key}`,
    next,
  }));
  return {
    type: 'menu',
    config: {
      prompt: promptOf(state, by),
      options: named.map(({ key, outlet }) => ({ key, outlet })),
      timeoutMs: timeMs(state, by, 'timeout', [1, 5, 60]),
    },
    outlets: {
      ...Object.fromEntries(named.map(({ outlet, next }) => [outlet, by.to(next)])),
      ...unlessSelf(state, 'no_match', nextOf(split, 'noMatch'), by),
      ...unlessSelf(state, 'no_input', nextOf(state, 'timeout'), by),
      too_many: by.to(undefined),
    },
  };
}

const gather: Widget = (state, by) => {
  const speech = nextOf(state, 'speech');
  if (speech !== undefined)
    by.note('Speech is not taken over; give the options phrases, or the input `both`.');
  const split = by.splitAfter(state);
  if (split) return menuOf(state, split, by);
  const asked = numberOf(state, 'number_of_digits', 0);
  const digits = Math.min(30, Math.max(0, Math.round(asked)));
  if (digits !== asked) by.note(`It takes ${digits || 'any number of'} digits here, not ${asked}.`);
  const variable = by.declare(by.names.gathered(state.name), `widgets.${state.name}.Digits`);
  return {
    type: 'gather_input',
    config: {
      prompt: promptOf(state, by),
      variable,
      pattern: 'digits',
      ...(digits > 0 ? { minDigits: digits, maxDigits: digits } : {}),
      finishKey: finishKey(state, by),
      timeoutMs: timeMs(state, by, 'timeout', [1, 5, 60]),
    },
    outlets: {
      valid: by.to(nextOf(state, 'keypress')),
      ...unlessSelf(state, 'no_input', nextOf(state, 'timeout'), by),
      too_many: by.to(undefined),
    },
  };
};

const split: Widget = (state, by) => {
  const branches = state.transitions
    .filter(({ event }) => event === 'match')
    .flatMap(({ next, conditions }, index) => {
      const parts = conditions.map((one) => ourCondition(one, by.names)).filter((part) => part !== null);
      const [first] = parts;
      if (first === undefined || parts.length < conditions.length) {
        by.note(`The condition of match ${index + 1} has no counterpart; the branch is left out.`);
        return [];
      }
      return [{ outlet: `match_${index + 1}`, when: parts.length === 1 ? first : { all: parts }, next }];
    });
  const outlets = Object.fromEntries(branches.map(({ outlet, next }) => [outlet, by.to(next)]));
  return {
    type: 'conditional',
    config: { branches: [...branches.map(({ outlet, when }) => ({ outlet, when })), { outlet: 'no_match' }] },
    outlets: { ...outlets, no_match: by.to(nextOf(state, 'noMatch')) },
  };
};

function assignmentsOf(state: StudioState): Assignment[] {
  const list: unknown[] = Array.isArray(state.properties.variables) ? state.properties.variables : [];
  return list.filter((one): one is Assignment => {
    const { key, value } = (one ?? {}) as Partial<Assignment>;
    return typeof key === 'string' && typeof value === 'string';
  });
}

/** One node for each variable, each leading to the next. */
const setVariables: Widget = (state, by) => {
  let following: NodeDraft | null = null;
  for (const { key, value } of assignmentsOf(state).toReversed()) {
    const next: string = following ? by.add(following) : by.to(nextOf(state, 'next'));
    const variable = by.declare(by.names.variable(key), `flow.variables.${key}`);
    const { text, missing } = by.names.text(value);
    for (const reference of missing) by.note(`There is no counterpart of ${reference}.`);
    const config = text.includes('{{') ? { variable, template: text } : { variable, value: text };
    following = { type: 'set_variable', config, outlets: { next } };
  }
  return following;
};

/** What Studio shows unless told otherwise, and so do we: who calls. */
const SHOWS_CALLER = /^\{\{\s*contact\.channel\.address\s*\}\}$/;

const connectCall: Widget = (state, by) => {
  const to = plainNumber(textOf(state, 'to'));
  if (to === null) return null;
  const ringTimeoutMs = timeMs(state, by, 'timeout', [5, 30, 60]);
  const shown = textOf(state, 'caller_id');
  const callerId = plainNumber(shown);
  if (shown !== '' && callerId === null && !SHOWS_CALLER.test(shown))
    by.note(`The setting caller_id is not taken over: ${shown.slice(0, 80)}.`);
  if (isOn(state, 'record')) by.note('The call is not recorded.');
  const next = by.to(nextOf(state, 'callCompleted'));
  by.note('Studio has one way on after a call; busy, unanswered and failed calls can now go their own.');
  const outlets = { answered: next, busy: next, no_answer: next, failed: next };
  return { type: 'transfer', config: { to, ringTimeoutMs, ...(callerId !== null && { callerId }) }, outlets };
};

const voicemail: Widget = (state, by) => {
  by.note('A recording needs a notice: put a disclosure on every way to it, and write its greeting.');
  if (String(state.properties.play_beep) === 'false') by.note('A tone is heard before the recording.');
  const maxLengthMs = timeMs(state, by, 'max_length', [5, 120, 600]);
  const silenceMs = timeMs(state, by, 'timeout', [1, 5, 30]);
  return {
    type: 'voicemail',
    config: { prompt: { [by.language]: SILENT }, maxLengthMs, silenceMs, finishKey: finishKey(state, by) },
    outlets: { recorded: by.to(nextOf(state, 'recordingComplete')), empty: by.to(nextOf(state, 'noAudio')) },
  };
};

const httpRequest: Widget = (state, by) => {
  const url = textOf(state, 'url');
  if (!url.startsWith('https://') || url.includes('{{')) return null;
  by.note(
    'Method, headers and body are ours: a signed POST of JSON. Name its fields and what its answer is for.',
  );
  const failed = by.to(nextOf(state, 'failed'));
  return {
    type: 'webhook',
    config: { url },
    outlets: { success: by.to(nextOf(state, 'success')), failure: failed, timeout: failed },
  };
};

/** The widgets that have a counterpart; a translation that gives null has none for the properties at hand. */
export const WIDGETS: Readonly<Record<string, Widget>> = {
  'connect-call-to': connectCall,
  'gather-input-on-call': gather,
  'make-http-request': httpRequest,
  'record-voicemail': voicemail,
  'say-play': sayPlay,
  'set-variables': setVariables,
  'split-based-on': split,
};
