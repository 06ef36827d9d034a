import type { IvrFlowDraft } from '../../contracts/ivr-flow.schema.ts';
import { MAX_FLOW_NODES } from '../../contracts/ivr-flow.schema.ts';
import { KEYS } from '../../contracts/call-instructions.ts';
import { draftOf } from './flow-draft.fixture.ts';

type Node = IvrFlowDraft['nodes'][string];

const LAST = MAX_FLOW_NODES - 1;
const PROMPT = { en: 'Hello {{ contact.firstName }}, press 1, 2 or 3.' };
const WORDS =
  `account address agent appointment bank bill book branch cancel card change claim clinic confirm delivery
doctor evening flight hotel insurance invoice morning new offer order parking payment pharmacy policy quote refund renew
repair return sales status support ticket today tomorrow travel urgent vaccine warranty`.split(/\s+/);

/** Some words of a list, other ones for each place; the same ones every time. */
export function wordsAt(place: number, count: number): string {
  let state = place * 7_919 + 13;
  const next = () => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0);
  return Array.from({ length: count }, () => WORDS[Math.floor((next() / 2 ** 32) * WORDS.length)]).join('_');
}

/** Letters and digits in which nothing repeats; the same ones every time. */
export function noiseAt(place: number, chars: number): string {
  let state = place * 104_729 + 7;
  const next = () => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0);
  return Array.from({ length: chars }, () => Math.floor((next() / 2 ** 32) * 36).toString(36)).join('');
}

/** A flow of as many nodes as there may be; `make` draws each but the last, to which all places behind lead. */
export function fullFlow(
  make: (at: number, to: (place: number) => string) => Node,
  id: (at: number) => string = (at) => `step_about_appointments_${at}`,
): IvrFlowDraft {
  const to = (place: number) => (place >= LAST ? 'end' : id(place));
  const nodes = Array.from({ length: LAST }, (_, at): [string, Node] => [id(at), make(at, to)]);
  const variables = { word: { default: '' }, count: { default: 0 } };
  return draftOf({ ...Object.fromEntries(nodes), end: { type: 'end_call', config: {} } }, { variables });
}

/** Draws menus whose options lead all over the flow; `outlets` names those of the menu at a place. */
export function menusOf(outlets: (at: number) => readonly string[]): Parameters<typeof fullFlow>[0] {
  return (at, to) => {
    const names = outlets(at);
    const options = names.map((outlet, index) => ({ key: KEYS[index] as '1', outlet }));
    const ways = names.map((outlet, index) => [outlet, to((at * (index + 1) + 1) % LAST)]);
    const config = { prompt: PROMPT, noInputPrompt: PROMPT, noMatchPrompt: PROMPT, options };
    return { type: 'menu', config, outlets: { ...Object.fromEntries(ways), too_many: 'end' } };
  };
}

/** Draws webhooks, each with an address of its own. */
export function webhooksTo(url: (at: number) => string): Parameters<typeof fullFlow>[0] {
  return (at, to) => ({
    type: 'webhook',
    config: {
      url: url(at),
      body: { name: 'contact.firstName', [`field_${at}`]: 'word' },
      response: { word: `/data/items/${at}/status`, count: `/data/items/${at}/count` },
    },
    outlets: { success: to(at + 1), failure: 'end', timeout: 'end' },
  });
}

/** Draws conditions of three parts, with values of their own. */
export const conditionAt: Parameters<typeof fullFlow>[0] = (at, to) => ({
  type: 'conditional',
  config: {
    condition: {
      all: [
        { variable: 'word', operator: 'equals', value: wordsAt(at, 2) },
        { not: { variable: 'count', operator: 'greater_than', value: at } },
        { variable: 'contact.attributes.tier', operator: 'in_list', value: [wordsAt(at + 900, 1), `x${at}`] },
      ],
    },
  },
  outlets: { true: to(at + 1), false: 'end' },
});

/** Draws five branches with names and values of their own. */
export const branchesAt: Parameters<typeof fullFlow>[0] = (at, to) => {
  const names = [0, 1, 2, 3].map((index) => `branch_${at}_${index}`);
  const branches = names.map((outlet, index) => ({
    outlet,
    when: { variable: 'word', operator: 'equals' as const, value: wordsAt(at * 4 + index, 2) },
  }));
  const ways = names.map((outlet, index) => [outlet, to(at + 1 + index)]);
  return {
    type: 'conditional',
    config: { branches: [...branches, { outlet: 'else' }] },
    outlets: { ...Object.fromEntries(ways), else: 'end' },
  };
};

/** Draws templates of texts of their own. */
export const templateAt: Parameters<typeof fullFlow>[0] = (at, to) => ({
  type: 'set_variable',
  config: { variable: 'word', template: `Dear {{ contact.firstName }}, ${wordsAt(at, 3)} {{ count }}` },
  outlets: { next: to(at + 1) },
});
