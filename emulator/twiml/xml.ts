import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { TwimlError } from './document.ts';

/** An element of a document; `children` are elements and texts in order. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<{ [name: string]: string }>;
  readonly children: readonly (XmlElement | string)[];
}

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  htmlEntities: true,
  ignoreDeclaration: true,
  ignorePiTags: true,
});

/** The root element of an XML text. Throws TwimlError 12100 when it is not well-formed or has not one root. */
export function parseXml(text: string): XmlElement {
  const verdict = XMLValidator.validate(text);
  if (verdict !== true)
    throw new TwimlError(12100, `not well-formed: ${verdict.err.msg} (line ${verdict.err.line})`);
  const roots = (parser.parse(text) as RawNode[]).map(elementOf).filter((node) => typeof node !== 'string');
  if (roots.length !== 1) throw new TwimlError(12100, `one root element expected, found ${roots.length}`);
  return roots[0] as XmlElement;
}

/** All text below an element, in order. */
export function textOf(element: XmlElement): string {
  return element.children.map((child) => (typeof child === 'string' ? child : textOf(child))).join('');
}

/** The parser's own shape of a node when order is preserved. */
interface RawNode {
  readonly [key: string]: unknown;
}

function elementOf(node: RawNode): XmlElement | string {
  if ('#text' in node) return String(node['#text']);
  const name = Object.keys(node).find((key) => key !== ':@') as string;
  const attributes = (node[':@'] ?? {}) as Readonly<{ [name: string]: string }>;
  return { name, attributes, children: (node[name] as RawNode[]).map(elementOf) };
}
