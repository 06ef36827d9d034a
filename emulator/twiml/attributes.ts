import type { HttpMethod } from './document.ts';
import { attributesOf } from './schema.ts';
import type { XmlElement } from './xml.ts';

/** Takes note of something in a document that Twilio would pass over; throws in strict mode. */
export type Warn = (warning: string) => void;

/** The elements below one; text between them is passed over with a warning. */
export function elements(parent: XmlElement, warn: Warn): XmlElement[] {
  const stray = parent.children.find((child) => typeof child === 'string' && child.trim() !== '');
  if (stray !== undefined) warn(`text inside ${parent.name}`);
  return parent.children.filter((child) => typeof child !== 'string');
}

/** Warns of every attribute Twilio does not know; false when it does not know the verb. */
export function checkVerb(element: XmlElement, warn: Warn): boolean {
  const known = attributesOf(element.name);
  if (!known) {
    warn(`unknown verb ${element.name}`);
    return false;
  }
  for (const name of Object.keys(element.attributes)) {
    if (!known.includes(name)) warn(`unknown attribute ${name} of ${element.name}`);
  }
  return true;
}

/** A whole number that is not negative; anything else is the default, with a warning. */
export function secondsOf(element: XmlElement, name: string, fallback: number, warn: Warn): number {
  const text = element.attributes[name];
  if (text === undefined) return fallback;
  if (/^\d+$/.test(text)) return Number(text);
  warn(`${name}="${text}" of ${element.name} is not a number`);
  return fallback;
}

/** GET or POST; anything else is POST, with a warning. */
export function methodOf(element: XmlElement, name: string, warn: Warn): HttpMethod {
  const text = (element.attributes[name] ?? 'POST').toUpperCase();
  if (text === 'GET' || text === 'POST') return text;
  warn(`${name}="${text}" of ${element.name} is not GET or POST`);
  return 'POST';
}

/** Words between spaces; the fallback when there are none. */
export function wordsOf(text: string | undefined, fallback: string): string[] {
  const words = (text ?? '').split(/[\s,]+/).filter((word) => word !== '');
  return words.length > 0 ? words : [fallback];
}
