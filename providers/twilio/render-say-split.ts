const MAX_CHARS = 2_800;
const MAX_ENCODED_CHARS = 4_500;
const AFTER_SENTENCE = /(?<=[.!?…])\s+/u;

function fits(text: string): boolean {
  return text.length <= MAX_CHARS && encodeURIComponent(text).length <= MAX_ENCODED_CHARS;
}

/** Joins pieces greedily into texts that fit; a piece that does not fit by itself is cut by `cut`. */
function pack(pieces: readonly string[], glue: string, cut: (piece: string) => string[]): string[] {
  const packed: string[] = [];
  for (const piece of pieces) {
    const last = packed.at(-1);
    const joined = last === undefined ? piece : `${last}${glue}${piece}`;
    if (last !== undefined && fits(joined)) packed[packed.length - 1] = joined;
    else packed.push(...(fits(piece) ? [piece] : cut(piece)));
  }
  return packed;
}

/**
 * A well-formed text as the Says that speak it: each at most 2,800 characters and 4,500 URL-encoded, cut between
 * sentences, where one is too long between words, where a word is between characters. Source: Twilio docs, TwiML
 * Say, "Limits".
 */
export function splitSay(text: string): string[] {
  if (fits(text)) return text === '' ? [] : [text];
  const byCharacter = (word: string) => pack(Array.from(word), '', (one) => [one]);
  const byWord = (sentence: string) => pack(sentence.split(' '), ' ', byCharacter);
  return pack(text.split(AFTER_SENTENCE), ' ', byWord);
}
