import { RESERVED_NAMES } from '../references.ts';

const MAX_VARIABLE_CHARS = 40;

/** Widget names as node ids of ours, each once. */
export function nodeIds(names: readonly string[]): Map<string, string> {
  const ids = new Map<string, string>();
  const taken = new Set<string>();
  for (const name of names) {
    const plain =
      name
        .replace(/[^A-Za-z0-9_-]/g, '_')
        .replace(/^[^A-Za-z]+/, '')
        .slice(0, 50) || 'node';
    let id = plain;
    for (let copy = 2; taken.has(id); copy += 1) id = `${plain}_${copy}`;
    taken.add(id);
    ids.set(name, id);
  }
  return ids;
}

/** A variable of ours for one of Studio's; `isOther` when the name that it would have is taken or reserved. */
export interface OurVariable {
  name: string;
  isOther: boolean;
}

/** The names of one Studio flow in ours. */
export interface StudioNames {
  /** The variable that holds what a widget gathered. */
  gathered(widget: string): OurVariable;
  /** The variable for one of Studio's. */
  variable(name: string): OurVariable;
  /** Our reference for one of Studio's; null when there is no counterpart. Data given at the start is the contact's. */
  reference(theirs: string): string | null;
  /** A text with Studio's references replaced by ours, and those that have no counterpart. */
  text(theirs: string): { text: string; missing: string[] };
}

const GATHERED = /widgets\.([\w-]+)\.(?:Digits|SpeechResult)/;
const VARIABLE = /flow\.variables\.(\w+)/;
const REFERENCE = /\b(?:widgets\.[\w-]+\.\w+|flow\.(?:variables|data)\.\w+|trigger\.[\w.]+)/g;

/** A Studio name in the letters of a variable name of ours, of any length. */
function plainName(name: string): string {
  const plain = name.replace(/[^A-Za-z0-9_]/g, '_').replace(/^[^A-Za-z]+/, '');
  return plain === '' ? 'value' : plain.charAt(0).toLowerCase() + plain.slice(1);
}

/** Gives each thing of Studio's a variable name of its own, always the same one. */
function variableNames(): (thing: string, name: string) => OurVariable {
  const given = new Map<string, OurVariable>();
  const taken = new Set(RESERVED_NAMES);
  return (thing, name) => {
    const known = given.get(thing);
    if (known) return known;
    const plain = plainName(name);
    const wanted = plain.slice(0, MAX_VARIABLE_CHARS);
    let free = wanted;
    for (let copy = 2; taken.has(free); copy += 1)
      free = `${plain.slice(0, MAX_VARIABLE_CHARS - `_${copy}`.length)}_${copy}`;
    taken.add(free);
    const ours = { name: free, isOther: free !== wanted };
    given.set(thing, ours);
    return ours;
  };
}

/** Names for the import of one flow. */
export function studioNames(): StudioNames {
  const nameOf = variableNames();
  const gathered = (widget: string) => nameOf(`widgets.${widget}`, `${widget}_digits`);
  const variable = (name: string) => nameOf(`flow.variables.${name}`, name);
  const reference = (theirs: string): string | null => {
    const widget = GATHERED.exec(theirs)?.[1];
    if (widget !== undefined) return gathered(widget).name;
    const name = VARIABLE.exec(theirs)?.[1];
    if (name !== undefined) return variable(name).name;
    const data = /flow\.data\.(\w+)/.exec(theirs)?.[1];
    return data === undefined ? null : `contact.attributes.${data}`;
  };
  const text = (theirs: string) => {
    const missing: string[] = [];
    const translated = theirs.replace(REFERENCE, (one) => {
      const ours = reference(one);
      if (ours === null) missing.push(one);
      return ours ?? one;
    });
    return { text: translated, missing };
  };
  return { gathered, variable, reference, text };
}
