import { defineEntity, p } from '@mikro-orm/postgresql';
import { id, now, orgId, tenantRows } from './columns.ts';

const ContactSchema = defineEntity({
  name: 'Contact',
  ...tenantRows,
  uniques: [{ name: 'contact_phone_hash_key', properties: ['orgId', 'phoneHash'] }],
  indexes: [{ name: 'contact_external_id', properties: ['orgId', 'externalId'] }],
  properties: {
    orgId: orgId(),
    id: id(),
    /** HMAC-SHA256 of the E.164 number under the organization's key. */
    phoneHash: p.blob(),
    externalId: p.text().nullable(),
    language: p.enum(['en', 'es', 'cs']),
    /** IANA zone when the source stated one. */
    zone: p.text().nullable(),
    /** US state or the like. */
    region: p.text().nullable(),
    /** ISO 3166-1 alpha-2. */
    country: p.text(),
    /** Where the number came from; some countries' law asks for it. */
    source: p.text(),
    attributes: p.json<Record<string, string>>().defaultRaw(`'{}'`),
    importId: p.uuid().nullable(),
    createdAt: now(),
    updatedAt: now(),
  },
});

/** A person to call, without what identifies them: that is `ContactPii`. */
export class Contact extends ContactSchema.class {}
ContactSchema.setClass(Contact);
