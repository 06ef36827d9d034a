import { z } from 'zod';
import { e164Schema, idSchema, pageQuerySchema, pageSchema } from '../../../contracts/common.schema.ts';
import { contactSchema } from '../../../contracts/contact.schema.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { readCursor, toPage, uuidCursorKey } from '../../http/cursor.ts';
import { type ContactRow, SELECT_CONTACT, toContact } from './contact-row.ts';

/** Contacts, newest first; by list, number or external id. */
export const listContacts = defineEndpoint({
  id: 'listContacts',
  method: 'get',
  path: '/api/v1/contacts',
  tag: 'contacts',
  summary: 'List contacts',
  auth: 'user',
  query: pageQuerySchema.extend({
    listId: idSchema.optional(),
    phone: e164Schema.optional(),
    externalId: z.string().max(200).optional(),
  }),
  responses: { 200: { description: 'One page, newest first.', schema: pageSchema(contactSchema) } },
  errors: [],
  handle: async ({ inOrg, query }) => {
    const before = readCursor(query.cursor, uuidCursorKey);
    const { rows } = await inOrg((tx) =>
      tx.query<ContactRow>(
        `${SELECT_CONTACT}
         WHERE ($1::uuid IS NULL OR c.id < $1) AND ($2::text IS NULL OR p.phone_e164 = $2)
           AND ($3::text IS NULL OR c.external_id = $3)
           AND ($4::uuid IS NULL OR EXISTS (SELECT FROM call_list_member m
                 WHERE m.org_id = c.org_id AND m.call_list_id = $4 AND m.contact_id = c.id))
         ORDER BY c.id DESC LIMIT $5`,
        [before, query.phone ?? null, query.externalId ?? null, query.listId ?? null, query.limit + 1],
      ),
    );
    return { status: 200, body: toPage(rows, query.limit, (row) => row.id, toContact) };
  },
});
