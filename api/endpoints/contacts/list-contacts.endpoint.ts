import { z } from 'zod';
import { countrySchema, e164Schema, idSchema, languageSchema } from '../../../contracts/common.schema.ts';
import { contactSchema } from '../../../contracts/contact.schema.ts';
import { defineList } from '../../define-list.ts';
import { type ContactRow, SELECT_CONTACT, toContact } from './contact-row.ts';

/** Contacts; by list, number, external id, language or country. */
export const listContacts = defineList({
  id: 'listContacts',
  path: '/api/v1/contacts',
  tag: 'contacts',
  summary: 'List contacts',
  item: contactSchema,
  select: SELECT_CONTACT,
  key: ['c.id', 'id'],
  sorts: { createdAt: 'c.id' },
  sort: '-createdAt',
  filters: {
    listId: idSchema.optional(),
    phone: e164Schema.optional(),
    externalId: z.string().max(200).optional(),
    language: languageSchema.optional(),
    country: countrySchema.optional(),
  },
  where: ({ query }) => [
    ['p.phone_e164 = $', query.phone],
    ['c.external_id = $', query.externalId],
    ['c.language = $', query.language],
    ['c.country = $', query.country],
    [
      `EXISTS (SELECT FROM call_list_member m
        WHERE m.org_id = c.org_id AND m.call_list_id = $ AND m.contact_id = c.id)`,
      query.listId,
    ],
  ],
  toItem: (row: ContactRow) => toContact(row),
});
