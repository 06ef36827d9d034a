import { z } from 'zod';

/** Control characters, and what is not seen: formats, fillers, blanks of other scripts, selectors but that of emoji. */
const VISIBLE =
  /^[^\u034F\u17B4\u17B5\u180B-\u180F\uFE00-\uFE0E\u{E0100}-\u{E01EF}\u115F\u1160\u2800\u3164\uFFA0\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]*$/u;

/**
 * One line of text that people read: trimmed, in Unicode form NFC, so that equal looks are equal texts, and without
 * control and invisible format characters, with which one name could pass for another. `longest` in UTF-16 units.
 */
export function lineSchema(longest: number) {
  return z
    .string()
    .trim()
    .normalize('NFC')
    .min(1)
    .max(longest)
    .regex(VISIBLE, 'It must hold no control or invisible characters.');
}
