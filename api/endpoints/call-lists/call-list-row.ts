import type { z } from 'zod';
import type { callListSchema } from '../../../contracts/contact.schema.ts';
import { toInstant } from '../../http/instant.ts';

/** A row of `call_list` with its number of contacts. */
export interface CallListRow {
  id: string;
  name: string;
  contacts: number;
  created_at: Date;
}

/** The contract shape of a call list row. */
export function toCallList(row: CallListRow): z.input<typeof callListSchema> {
  return { id: row.id, name: row.name, contacts: row.contacts, createdAt: toInstant(row.created_at) };
}
