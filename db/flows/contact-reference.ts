import type { Scalar } from '../../contracts/call-instructions.ts';

/** The columns of a contact that a flow may read. */
export interface ReadableContact {
  first_name: string | null;
  last_name: string | null;
  email: string | null;
  external_id: string | null;
  language: string | null;
  attributes: Record<string, unknown> | null;
}

const COLUMNS: Record<string, keyof Omit<ReadableContact, 'attributes'>> = {
  firstName: 'first_name',
  lastName: 'last_name',
  email: 'email',
  externalId: 'external_id',
  language: 'language',
};

/** Value of a reference such as `contact.firstName` or `contact.attributes.city`; empty text where the contact has none. */
export function contactReference(reference: string, contact: ReadableContact): Scalar {
  const name = reference.replace(/^contact\./, '').replace(/^attributes\./, '');
  const column = Object.hasOwn(COLUMNS, name) ? COLUMNS[name] : undefined;
  const value = column ? contact[column] : contact.attributes?.[name];
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : '';
}
