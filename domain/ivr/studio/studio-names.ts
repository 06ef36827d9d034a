/** The variable that holds what a widget gathered. */
export function gatheredVariable(widget: string): string {
  return variableName(`${widget}_digits`);
}

/** A Studio name as a variable name of ours. */
export function variableName(name: string): string {
  const plain = name
    .replace(/[^A-Za-z0-9_]/g, '_')
    .replace(/^[^A-Za-z]+/, '')
    .slice(0, 40);
  return plain === '' ? 'value' : plain.charAt(0).toLowerCase() + plain.slice(1);
}

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

const GATHERED = /widgets\.([\w-]+)\.(?:Digits|SpeechResult)/;
const VARIABLE = /flow\.variables\.(\w+)/;
const REFERENCE = /\b(?:widgets\.[\w-]+\.\w+|flow\.(?:variables|data)\.\w+|trigger\.[\w.]+)/g;

/** Our reference for one of Studio's; null when there is no counterpart. Data given at the start is the contact's. */
export function ourReference(theirs: string): string | null {
  const gathered = GATHERED.exec(theirs)?.[1];
  if (gathered !== undefined) return gatheredVariable(gathered);
  const variable = VARIABLE.exec(theirs)?.[1];
  if (variable !== undefined) return variableName(variable);
  const data = /flow\.data\.(\w+)/.exec(theirs)?.[1];
  return data === undefined ? null : `contact.attributes.${data}`;
}

/** A text with Studio's references replaced by ours, and those that have no counterpart. */
export function ourText(text: string): { text: string; missing: string[] } {
  const missing: string[] = [];
  const translated = text.replace(REFERENCE, (theirs) => {
    const ours = ourReference(theirs);
    if (ours === null) missing.push(theirs);
    return ours ?? theirs;
  });
  return { text: translated, missing };
}
