import { compileFlow } from '../../domain/ivr/compile.ts';
import type { PublishedFlow } from '../../domain/ivr/graph.types.ts';

const MENU_FLOW = {
  id: 'menu',
  name: 'Menu',
  entry: 'ask',
  defaultLanguage: 'en',
  languages: ['en'],
  variables: {},
  nodes: {
    ask: {
      type: 'menu',
      config: {
        prompt: { en: 'Press 1 to confirm, 9 to stop, 0 to hear this again.' },
        options: [
          { key: '1', outlet: 'yes' },
          { key: '9', outlet: 'stop' },
          { key: '0', outlet: 'again' },
        ],
      },
      outlets: { yes: 'confirmed', stop: 'stopped', again: 'ask', too_many: 'silent' },
    },
    confirmed: {
      type: 'end_call',
      config: { disposition: 'confirmed', prompt: { en: 'Thank you.' } },
      outlets: {},
    },
    stopped: { type: 'end_call', config: { disposition: 'opted_out', optOut: 'all' }, outlets: {} },
    silent: { type: 'end_call', config: { disposition: 'no_reaction' }, outlets: {} },
  },
};

/** A menu of three keys: 1 confirms, 9 opts out, 0 repeats. */
export function menuFlow(): PublishedFlow {
  const compiled = compileFlow(MENU_FLOW);
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.faults));
  return compiled.flow;
}
