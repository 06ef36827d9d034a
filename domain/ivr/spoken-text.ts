const UNSPEAKABLE = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\u2028\u2029]/gu;
const MAX_VALUE_CHARS = 300;

/** Whether a text holds control or invisible characters, which have no place in a prompt; line breaks and tabs do. */
export function hasControlCharacters(text: string): boolean {
  return /[^\P{Cc}\n\r\t]/u.test(text) || !text.isWellFormed();
}

/** A text as it can be spoken: no control or invisible characters, spaces of one width and single. */
export function speakable(text: string): string {
  return text.toWellFormed().replace(UNSPEAKABLE, ' ').replace(/\s+/g, ' ').trim();
}

/**
 * A value of a variable as part of a prompt: speakable, without angle brackets (so that nothing in it can read as
 * markup to a speech engine), at most 300 characters.
 */
export function speakableValue(value: unknown): string {
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') return '';
  return speakable(
    String(value)
      .slice(0, MAX_VALUE_CHARS * 2)
      .replace(/[<>]/g, ' '),
  ).slice(0, MAX_VALUE_CHARS);
}
