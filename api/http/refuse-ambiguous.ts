import { isUtf8 } from 'node:buffer';
import { AppError } from '../../domain/errors.ts';

/** Deepest nesting of a body; a flow document has some 12. */
const DEEPEST = 64;

const [QUOTE, BACKSLASH, COLON] = [0x22, 0x5c, 0x3a];
const OPENS: ReadonlySet<number> = new Set([0x5b, 0x7b]);
const CLOSES: ReadonlySet<number> = new Set([0x5d, 0x7d]);
const BLANKS: ReadonlySet<number> = new Set([0x20, 0x09, 0x0a, 0x0d]);

/**
 * Refuses JSON text that programs read differently: what is not UTF-8, an object with the same key twice, and what nests
 * deeper than stacks are. Whether it is JSON at all is for the parser to say. `charset` as the head names it. Throws
 * `request.unsupported_media` and `request.bad_json`. Source: RFC 7493, sections 2.1 and 2.3; RFC 8259, section 9.
 */
export function refuseAmbiguous(json: Buffer, charset: string): void {
  if (charset.toLowerCase() !== 'utf-8') throw new AppError({ code: 'request.unsupported_media' });
  if (!isUtf8(json)) throw refused('The body is not UTF-8.');
  const keysByDepth: Set<string>[] = [];
  for (let at = 0; at < json.length; at += 1) {
    const byte = json[at] as number;
    if (byte === QUOTE) {
      const end = endOfString(json, at);
      if (isKey(json, end)) refuseTwice(keysByDepth.at(-1), json.toString('utf8', at, end + 1));
      at = end;
    } else if (OPENS.has(byte)) {
      keysByDepth.push(new Set());
      if (keysByDepth.length > DEEPEST) throw refused(`The body nests deeper than ${DEEPEST} levels.`);
    } else if (CLOSES.has(byte)) keysByDepth.pop();
  }
}

/** Where the string that begins at `start` ends: the place of its closing quote, or the end of the text. */
function endOfString(json: Buffer, start: number): number {
  let at = start + 1;
  while (at < json.length && json[at] !== QUOTE) at += json[at] === BACKSLASH ? 2 : 1;
  return at;
}

function isKey(json: Buffer, end: number): boolean {
  let at = end + 1;
  while (BLANKS.has(json[at] as number)) at += 1;
  return json[at] === COLON;
}

function refuseTwice(keys: Set<string> | undefined, literal: string): void {
  // An escape may write the same key otherwise.
  const key = literal.includes('\\') ? unescaped(literal) : literal;
  if (keys?.has(key)) throw refused('An object of the body has the same key twice.');
  keys?.add(key);
}

function unescaped(literal: string): string {
  try {
    return JSON.stringify(JSON.parse(literal));
  } catch {
    return literal;
  }
}

function refused(message: string): AppError {
  return new AppError({ code: 'request.bad_json', message });
}
