/** What a flow may know of the person called; anything of theirs beyond it stands under `attributes`. */
const CONTACT_FIELDS = new Set(['firstName', 'lastName', 'email', 'externalId', 'language']);
const ATTRIBUTE = /^contact\.attributes\.[A-Za-z][A-Za-z0-9_]{0,39}$/;

/** Words that mean something in templates, so that no variable may bear them. */
export const RESERVED_NAMES: ReadonlySet<string> = new Set([
  'contact',
  'true',
  'false',
  'nil',
  'null',
  'empty',
  'blank',
  'and',
  'or',
  'not',
  'contains',
]);

/** Whether a reference leads to a field of the contact that flows may read: `contact.firstName`, `contact.attributes.x`. */
export function isContactReference(reference: string): boolean {
  if (ATTRIBUTE.test(reference)) return true;
  const [root, field, ...rest] = reference.split('.');
  return root === 'contact' && field !== undefined && rest.length === 0 && CONTACT_FIELDS.has(field);
}
