import type { GatherInstruction, StepInput } from '../../contracts/call-instructions.ts';

/**
 * What a question gets of the keys that a caller presses in a row, as carriers cut them: up to the finish key, which is
 * no part of it, or as many as were asked for; the rest is lost. No key at all, and keys where only speech is heard,
 * are no input. Source: Twilio documentation, "TwiML Voice: <Gather>", finishOnKey and numDigits. Pure.
 */
export function takenKeys(asked: GatherInstruction, keys: string): StepInput {
  if (asked.input === 'speech') return { type: 'no_input' };
  const finish = asked.finishKey === null ? -1 : keys.indexOf(asked.finishKey);
  const before = finish === -1 ? keys : keys.slice(0, finish);
  const value = before.slice(0, asked.numDigits ?? before.length);
  return value === '' ? { type: 'no_input' } : { type: 'digits', value };
}
