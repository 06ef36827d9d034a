import { defineEntity, p } from '@mikro-orm/postgresql';
import { moment, now, orgId, tenantRows } from './columns.ts';

const OrgDataKeySchema = defineEntity({
  name: 'OrgDataKey',
  ...tenantRows,
  checks: [{ name: 'org_data_key_version_check', expression: 'version > 0' }],
  properties: {
    orgId: orgId(),
    version: p.integer().primary(),
    wrappedKey: p.blob().hidden(),
    /** Which key-encryption key wrapped it. */
    kekId: p.text(),
    createdAt: now(),
    /** Seals nothing new since then, and still opens. */
    retiredAt: moment().nullable(),
  },
});

/** A data key of an organization, wrapped by the key-encryption key; what it sealed names its version. */
export class OrgDataKey extends OrgDataKeySchema.class {}
OrgDataKeySchema.setClass(OrgDataKey);
