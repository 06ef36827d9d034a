import type { z } from 'zod';
import type { contactSchema } from '../../../contracts/contact.schema.ts';
import { toInstant } from '../../http/instant.ts';

type Contact = z.input<typeof contactSchema>;

/** A row of `contact` with what identifies the person, which is absent once erased. */
export interface ContactRow {
  id: string;
  phone_e164: string | null;
  first_name: string | null;
  last_name: string | null;
  email: string | null;
  external_id: string | null;
  language: Contact['language'];
  zone: string | null;
  region: string | null;
  country: string;
  source: string;
  attributes: Record<string, unknown>;
  created_at: Date;
  updated_at: Date;
}

/** Columns and tables of a `ContactRow`; a WHERE over `c` and `p` follows. */
export const SELECT_CONTACT = `SELECT c.id, p.phone_e164, p.first_name, p.last_name, p.email, c.external_id, c.language, c.zone,
  c.region, c.country, c.source, c.attributes, c.created_at, c.updated_at
FROM contact c LEFT JOIN contact_pii p ON p.org_id = c.org_id AND p.contact_id = c.id`;

/** The contract shape of a contact row. */
export function toContact(row: ContactRow): Contact {
  return {
    id: row.id,
    phone: row.phone_e164,
    firstName: row.first_name,
    lastName: row.last_name,
    email: row.email,
    externalId: row.external_id,
    language: row.language,
    zone: row.zone,
    region: row.region,
    country: row.country,
    source: row.source,
    attributes: row.attributes,
    createdAt: toInstant(row.created_at),
    updatedAt: toInstant(row.updated_at),
  };
}
