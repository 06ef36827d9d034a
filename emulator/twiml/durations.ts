const CHARACTERS_PER_SECOND = 15;
const SHORTEST_MS = 400;

/** How long a text takes to say, in people's milliseconds: 15 characters a second, which is about 150 words a minute. */
export function speechMs(text: string): number {
  return Math.max(SHORTEST_MS, Math.round((text.trim().length / CHARACTERS_PER_SECOND) * 1000));
}

/** The part of a text that was heard when speaking stopped at this fraction, cut at a character. */
export function heardPart(text: string, fraction: number): string {
  return fraction >= 1 ? text : text.slice(0, Math.floor(text.length * Math.max(0, fraction)));
}
