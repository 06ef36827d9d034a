import { defineEntity, p } from '@mikro-orm/postgresql';
import { orgId, tenantRows } from './columns.ts';

const ContactPiiSchema = defineEntity({
  name: 'ContactPii',
  ...tenantRows,
  properties: {
    orgId: orgId(),
    contactId: p.uuid().primary(),
    phoneE164: p.text().fieldName('phone_e164'),
    firstName: p.text().nullable(),
    lastName: p.text().nullable(),
    email: p.text().nullable(),
  },
});

/** What identifies a contact; erasing a person deletes this row. */
export class ContactPii extends ContactPiiSchema.class {}
ContactPiiSchema.setClass(ContactPii);
