import { numberOf, type StudioState, textOf } from './studio-flow.ts';

interface Notes {
  note(message: string): void;
}

/** A time that Studio has in seconds, whole and within our limits; a note where that changes it. */
export function timeMs(
  state: StudioState,
  { note }: Notes,
  property: string,
  [least, otherwise, most]: [least: number, otherwise: number, most: number],
): number {
  const theirs = numberOf(state, property, otherwise);
  const ours = Math.min(most, Math.max(least, Math.round(theirs)));
  if (ours !== theirs) note(`The setting ${property} is ${ours} s here, not ${theirs} s.`);
  return ours * 1_000;
}

/** The key that ends an input, where we have it. */
export function finishKey(state: StudioState, { note }: Notes): '#' | '*' {
  const theirs = textOf(state, 'finish_on_key');
  if (theirs === '*') return '*';
  if (theirs !== '#' && theirs !== '') note(`The key that ends it is # here, not ${theirs.slice(0, 20)}.`);
  return '#';
}

/** A number in E.164 form without what people write into it; null for anything else. */
export function plainNumber(text: string): string | null {
  const plain = text.replace(/[ ()-]/g, '');
  return /^\+[1-9]\d{6,14}$/.test(plain) ? plain : null;
}

/** Whether a setting is on. */
export function isOn(state: StudioState, property: string): boolean {
  return String(state.properties[property]) === 'true';
}
