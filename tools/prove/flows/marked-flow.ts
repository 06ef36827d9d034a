import type { Random } from '../random.ts';

/** A flow whose every word and node tells which publishing it comes from. */
export interface MarkedFlow {
  readonly id: string;
  readonly name: string;
  readonly [part: string]: unknown;
}

const end = (prompt: string) => ({
  type: 'end_call',
  config: { disposition: 'confirmed', prompt: { en: prompt } },
  outlets: {},
});

/**
 * The flow of one publishing, of a random shape: up to four menus in a ring, with or without a message between them.
 * Everywhere 0 leads on and 1 to the end, so that the same keys fit every one of them.
 */
export function markedFlow(mark: number, random: Random): MarkedFlow {
  const rooms = 1 + random.below(4);
  const ask = (room: number) => `ask_${room % rooms}_m${mark}`;
  const nodes: Record<string, object> = { [`bye_m${mark}`]: end(`Mark ${mark}. Goodbye.`) };
  for (let room = 0; room < rooms; room += 1) {
    const hasMessage = random.chance(0.4);
    const say = `say_${room}_m${mark}`;
    nodes[ask(room)] = {
      type: 'menu',
      config: {
        prompt: { en: `Mark ${mark}. Press 0 to go on or 1 to end.` },
        options: [
          { key: '0', outlet: 'on' },
          { key: '1', outlet: 'end' },
        ],
        timeoutMs: 60_000,
      },
      outlets: { on: hasMessage ? say : ask(room + 1), end: `bye_m${mark}`, too_many: `bye_m${mark}` },
    };
    if (hasMessage) {
      const config = { prompt: { en: `Mark ${mark}. One moment.` } };
      nodes[say] = { type: 'play_message', config, outlets: { next: ask(room + 1) } };
    }
  }
  const languages = { defaultLanguage: 'en', languages: ['en'] };
  return { id: 'marked', name: 'Marked', entry: ask(0), ...languages, variables: {}, nodes };
}

/** The marks in what was said, or in the names of nodes. */
export function marksIn(texts: readonly string[]): Set<number> {
  const found = texts.map((text) => /(?:^Mark |_m)(\d+)/.exec(text)?.[1]);
  return new Set(found.filter((mark) => mark !== undefined).map(Number));
}
