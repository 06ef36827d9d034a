import { z } from 'zod';

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
    .regex(/^[^\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]*$/u, 'It must hold no control or invisible characters.');
}
