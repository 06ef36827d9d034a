import type { IvrFlowDraft } from '../../contracts/ivr-flow.schema.ts';
import { MAX_FLOW_NODES } from '../../contracts/ivr-flow.schema.ts';

type Node = IvrFlowDraft['nodes'][string];

const PROMPT = {
  en: 'Hello {{ contact.firstName | default: "there" }}, this is step {{ count }} of your call with us.',
  es: 'Hola {{ contact.firstName }}, este es el paso {{ count }} de su llamada con nosotros.',
  cs: 'Dobrý den, {{ contact.firstName }}, toto je krok {{ count }} vašeho hovoru s námi.',
};

type Maker = (next: string, later: string) => Node;

const menu: Maker = (next, later) => ({
  type: 'menu',
  config: {
    prompt: PROMPT,
    options: [
      { key: '1', outlet: 'on' },
      { key: '2', outlet: 'skip' },
    ],
  },
  outlets: { on: next, skip: later, too_many: later },
});

const message: Maker = (next) => ({ type: 'play_message', config: { prompt: PROMPT }, outlets: { next } });

const pause: Maker = (next) => ({
  type: 'play_message',
  config: { prompt: { en: 'One moment.', es: 'Un momento.', cs: 'Okamžik.' } },
  outlets: { next },
});

const count: Maker = (next) => ({
  type: 'set_variable',
  config: { variable: 'count', arithmetic: { operator: 'add', left: { variable: 'count' }, right: 1 } },
  outlets: { next },
});

const keep: Maker = (next) => ({
  type: 'set_variable',
  config: { variable: 'word', value: 'on' },
  outlets: { next },
});

const branch: Maker = (next, later) => ({
  type: 'conditional',
  config: { condition: { variable: 'count', operator: 'greater_than', value: 400 } },
  outlets: { true: later, false: next },
});

const MAKERS: readonly Maker[] = [
  menu,
  message,
  keep,
  pause,
  keep,
  pause,
  keep,
  count,
  keep,
  pause,
  keep,
  branch,
  pause,
  keep,
  pause,
  keep,
  pause,
  keep,
  pause,
  keep,
];

/**
 * A flow of `size` nodes in three languages, as many as a flow may have unless told: menus, messages, variables,
 * conditions. The key 1 walks all of it, a menu every twentieth node.
 */
export function largeFlow(size = MAX_FLOW_NODES): IvrFlowDraft {
  const last = size - 1;
  const id = (at: number) => `n${Math.min(at, last)}`;
  const nodes = Array.from({ length: last }, (_, at): [string, Node] => {
    const make = MAKERS[at % MAKERS.length] as Maker;
    return [id(at), make(id(at + 1), id(at + MAKERS.length))];
  });
  return {
    id: 'large',
    name: 'Large',
    entry: 'n0',
    defaultLanguage: 'en',
    languages: ['en', 'es', 'cs'],
    variables: { count: { default: 1 }, word: { default: '' } },
    nodes: Object.fromEntries([...nodes, [id(last), { type: 'end_call', config: { disposition: 'done' } }]]),
  };
}
