const MAX_SPEECH_CHARS = 500;

/** Speech as comparable words: lower case, no diacritics, no punctuation, single spaces, at most 500 characters. */
export function normalizeSpeech(text: string): string {
  return text
    .slice(0, MAX_SPEECH_CHARS)
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/**
 * The one choice whose phrase is heard in `speech` as whole words; null when none is, or when phrases of two
 * choices are and neither contains the other (a person is asked again, never guessed at).
 */
export function matchPhrase<T>(
  speech: string,
  choices: readonly { choice: T; phrases: readonly string[] }[],
): T | null {
  const heard = ` ${normalizeSpeech(speech)} `;
  const hits: { choice: T; phrase: string }[] = [];
  for (const { choice, phrases } of choices) {
    for (const phrase of phrases) {
      const words = normalizeSpeech(phrase);
      if (words !== '' && heard.includes(` ${words} `)) hits.push({ choice, phrase: ` ${words} ` });
    }
  }
  const best = hits.find((hit) => hits.every((other) => hit.phrase.includes(other.phrase)));
  if (best === undefined) return null;
  const rivals = hits.some((hit) => hit.phrase === best.phrase && hit.choice !== best.choice);
  return rivals ? null : best.choice;
}
