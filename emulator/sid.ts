import { createHash } from 'node:crypto';

/** Two capital letters that say what a sid names: call, recording, transcription, number, message, account. */
export type SidPrefix = 'CA' | 'RE' | 'TR' | 'PN' | 'SM' | 'AC';

/** A sid in Twilio's form (prefix and 32 hexadecimal digits), the same for the same parts. */
export function sidOf(prefix: SidPrefix, ...parts: readonly (string | number)[]): string {
  const digest = createHash('sha256')
    .update([prefix, ...parts].join('\u0000'))
    .digest('hex');
  return prefix + digest.slice(0, 32);
}
