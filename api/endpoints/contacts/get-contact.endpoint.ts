import { idParamsSchema } from '../../../contracts/common.schema.ts';
import { contactSchema } from '../../../contracts/contact.schema.ts';
import { AppError } from '../../../domain/errors.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { type ContactRow, SELECT_CONTACT, toContact } from './contact-row.ts';

const CONTACT_BY_ID = { name: 'contact_by_id', text: `${SELECT_CONTACT} WHERE c.id = $1`, isByKey: true };

/** One contact. */
export const getContact = defineEndpoint({
  id: 'getContact',
  method: 'get',
  path: '/api/v1/contacts/{id}',
  tag: 'contacts',
  summary: 'Get a contact',
  auth: 'user',
  params: idParamsSchema,
  responses: { 200: { description: 'The contact.', schema: contactSchema } },
  errors: ['contact.not_found'],
  handle: async ({ read, params }) => {
    const [row] = await read<ContactRow>({ ...CONTACT_BY_ID, values: [params.id] });
    if (!row) throw new AppError({ code: 'contact.not_found' });
    return { status: 200, body: toContact(row) };
  },
});
