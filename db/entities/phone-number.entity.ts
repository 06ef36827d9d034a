import { defineEntity, p } from '@mikro-orm/postgresql';
import { id, now, orgId, tenantRows } from './columns.ts';

const PhoneNumberSchema = defineEntity({
  name: 'PhoneNumber',
  ...tenantRows,
  uniques: [{ name: 'phone_number_e164_key', properties: ['orgId', 'e164'] }],
  properties: {
    orgId: orgId(),
    id: id(),
    e164: p.text().fieldName('e164'),
    carrierAccountId: p.uuid(),
    /** What answers a call to this number. */
    flowId: p.uuid().nullable(),
    language: p.enum(['en', 'es', 'cs']),
    createdAt: now(),
  },
});

/** A number of our own, to call from and to be called at. */
export class PhoneNumber extends PhoneNumberSchema.class {}
PhoneNumberSchema.setClass(PhoneNumber);
