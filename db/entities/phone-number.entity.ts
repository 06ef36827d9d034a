import { defineEntity, p } from '@mikro-orm/postgresql';
import { id, moment, now, orgId, tenantRows } from './columns.ts';

const PhoneNumberSchema = defineEntity({
  name: 'PhoneNumber',
  ...tenantRows,
  uniques: [{ name: 'phone_number_e164_key', properties: ['orgId', 'e164'] }],
  indexes: [{ name: 'phone_number_flow', properties: ['orgId', 'flowId'] }],
  properties: {
    orgId: orgId(),
    id: id(),
    e164: p.text().fieldName('e164'),
    carrierAccountId: p.uuid(),
    /** What answers a call to this number. */
    flowId: p.uuid().nullable(),
    language: p.enum(['en', 'es', 'cs']),
    label: p.text().nullable(),
    /** The carrier's own id of the number. */
    providerNumberId: p.text().nullable(),
    /** What the carrier says the number can do. */
    capabilities: p.json<Record<string, boolean>>().defaultRaw(`'{}'`),
    inCallerIdPool: p.boolean().default(true),
    /** Webhook addresses the carrier had before we wrote ours, to be put back. */
    previousUrls: p.json<Record<string, string | null>>().nullable(),
    /** Webhook addresses we wrote; another value found there is somebody else's change. */
    writtenUrls: p.json<Record<string, string | null>>().nullable(),
    attachedAt: moment().nullable(),
    createdAt: now(),
    updatedAt: now(),
  },
});

/** A number of our own, to call from and to be called at. */
export class PhoneNumber extends PhoneNumberSchema.class {}
PhoneNumberSchema.setClass(PhoneNumber);
