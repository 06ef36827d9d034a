import { FLOW_CAPABILITIES } from '../../domain/ivr/capabilities.ts';
import { compileFlow } from '../../domain/ivr/compile.ts';
import type { PublishedFlow } from '../../domain/ivr/graph.types.ts';

const end = (disposition: string, rest: object = {}) => ({
  type: 'end_call',
  config: { disposition, ...rest },
  outlets: {},
});

const EFFECTS_FLOW = {
  id: 'effects',
  name: 'Effects',
  entry: 'menu',
  defaultLanguage: 'en',
  languages: ['en'],
  variables: { state: { default: 'none' } },
  nodes: {
    menu: {
      type: 'menu',
      config: {
        prompt: { en: '1 order, 2 message, 3 callback, 4 somebody, 5 music, 9 stop.' },
        options: [
          { key: '1', outlet: 'order' },
          { key: '2', outlet: 'message' },
          { key: '3', outlet: 'callback' },
          { key: '4', outlet: 'somebody' },
          { key: '5', outlet: 'music' },
          { key: '9', outlet: 'stop' },
        ],
      },
      outlets: {
        order: 'ask',
        message: 'notice',
        callback: 'offer',
        somebody: 'dial',
        music: 'ask_with_music',
        stop: 'stopped',
        too_many: 'ended',
      },
    },
    ask: {
      type: 'webhook',
      config: { url: 'https://shop.example/orders', response: { state: '/state' }, timeoutMs: 5_000 },
      outlets: { success: 'told', failure: 'failed', timeout: 'late' },
    },
    ask_with_music: {
      type: 'webhook',
      config: {
        url: 'https://shop.example/orders',
        response: { state: '/state' },
        musicUrl: 'https://shop.example/three-minutes.mp3',
      },
      outlets: { success: 'told', failure: 'failed', timeout: 'late' },
    },
    notice: {
      type: 'disclosure',
      config: { kind: 'recording', prompt: { en: 'This is recorded.' } },
      outlets: { next: 'record' },
    },
    record: {
      type: 'voicemail',
      config: { prompt: { en: 'Speak.' } },
      outlets: { recorded: 'kept', empty: 'ended' },
    },
    offer: {
      type: 'callback_offer',
      config: {
        prompt: { en: '1 for a call back.' },
        timePrompt: { en: '1 in an hour.' },
        times: [{ key: '1', afterMinutes: 60 }],
      },
      outlets: { accepted: 'promised', declined: 'ended' },
    },
    dial: {
      type: 'transfer',
      config: { to: '+12125550123' },
      outlets: { answered: 'bridged', busy: 'busy', no_answer: 'nobody', failed: 'ended' },
    },
    told: end('told'),
    failed: end('failed'),
    late: end('late'),
    kept: end('kept'),
    promised: end('promised'),
    bridged: end('bridged'),
    busy: end('busy'),
    nobody: end('nobody'),
    ended: end('ended'),
    stopped: end('opted_out', { optOut: 'all' }),
  },
};

/** A menu to every node that has an effect; each way ends with a disposition of its own. */
export function effectsFlow(): PublishedFlow {
  const compiled = compileFlow(EFFECTS_FLOW, { capabilities: FLOW_CAPABILITIES });
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.faults));
  return compiled.flow;
}
