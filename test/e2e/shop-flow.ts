import { end } from './inbound-flows.ts';

/** What the caller of `SHOP_FLOW` hears while the shop is asked. */
export const MUSIC = 'https://music.example/hold.mp3';
/** As long as a song. */
export const LONG_MUSIC = 'https://music.example/song.mp3#t=0,180';

const PATHS = ['/orders', '/later', '/slow', '/broken', '/page', '/flood', '/silent'] as const;
/** The key of the menu that leads to each path of the shop, and the one that leads to a server that nobody allowed. */
export const KEY_OF = {
  '/orders': '1',
  '/slow': '2',
  '/broken': '3',
  '/page': '4',
  '/flood': '5',
  '/silent': '6',
  '/later': '8',
};
export const KEY_OF_STRANGER = '7';

const ask = (url: string) => ({
  type: 'webhook',
  config: {
    url,
    body: { word: 'word', number: 'number' },
    response: { state: '/order/state' },
    timeoutMs: url.endsWith('/silent') ? 1_000 : 5_000,
    musicUrl: url.endsWith('/later') ? LONG_MUSIC : MUSIC,
  },
  outlets: { success: 'told', failure: 'failed', timeout: 'late' },
});

/** A menu whose keys ask servers at two `host:port`; what became of it is said and is the disposition. */
export function shopFlow(shop: string, stranger: string) {
  const asking = PATHS.map(
    (path) => [`ask_${path.slice(1)}`, KEY_OF[path], `https://${shop}${path}`] as const,
  );
  const all = [...asking, ['ask_stranger', KEY_OF_STRANGER, `https://${stranger}/orders`] as const];
  return {
    id: 'shop',
    name: 'Shop',
    defaultLanguage: 'en',
    languages: ['en'],
    variables: { state: { default: '' }, word: { default: 'A&B "<ě>"' }, number: { default: 41.5 } },
    entry: 'ask',
    nodes: {
      ask: {
        type: 'menu',
        config: {
          prompt: { en: 'Which order?' },
          options: all.map(([node, key]) => ({ key, outlet: node })),
        },
        outlets: { ...Object.fromEntries(all.map(([node]) => [node, node])), too_many: 'silent' },
      },
      ...Object.fromEntries(all.map(([node, , url]) => [node, ask(url)])),
      told: end('told', 'Your order is {{ state }}.'),
      failed: end('failed', 'We cannot look that up{{ state }}.'),
      late: end('late', 'That takes too long{{ state }}.'),
      silent: end('silent'),
    },
  };
}
