import { defineEntity, p } from '@mikro-orm/postgresql';
import { moment, now } from './columns.ts';

const itself = `id = nullif(current_setting('app.org', true), '')::uuid`;

const OrganizationSchema = defineEntity({
  name: 'Organization',
  rowLevelSecurity: 'force',
  policies: [{ name: 'tenant', using: itself, check: itself }],
  properties: {
    id: p.uuid().primary().defaultRaw('uuidv7()'),
    /** Public short name in webhook addresses; opaque, unique in the installation. */
    ref: p.text().unique('organization_ref_key'),
    name: p.text(),
    /** IANA zone. */
    defaultZone: p.text().default('UTC'),
    defaultLanguage: p.enum(['en', 'es', 'cs']).default('en'),
    /** HMAC key of every `phone_hash` of the organization. */
    phoneHashKey: p.blob().hidden(),
    /** HMAC key of the attempt links in webhook addresses. */
    linkKey: p.blob().hidden(),
    /** Key of the audit chain; made with the first entry. */
    auditKey: p.blob().nullable().hidden(),
    /** What an attempt nobody can account for becomes at the end of its wait. */
    unknownPolicy: p.enum(['review', 'count_as_attempt']).default('review'),
    maxCallSeconds: p.integer().default(3600).check('max_call_seconds >= 1 and max_call_seconds <= 14400'),
    createdAt: now(),
    /** Wall time since when it takes and makes no calls and nobody signs in. */
    closedAt: moment().nullable(),
  },
});

/** A tenant; the only table whose key is its own id. */
export class Organization extends OrganizationSchema.class {}
OrganizationSchema.setClass(Organization);
