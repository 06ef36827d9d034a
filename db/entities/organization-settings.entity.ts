import { defineEntity, p } from '@mikro-orm/postgresql';
import { now, orgId, tenantRows } from './columns.ts';

const OrganizationSettingsSchema = defineEntity({
  name: 'OrganizationSettings',
  ...tenantRows,
  properties: {
    orgId: orgId(),
    document: p.json<unknown>().defaultRaw(`'{}'`),
    /** Raised by each change; the ETag of the settings. */
    revision: p.integer().default(1),
    updatedBy: p.uuid().nullable(),
    updatedAt: now(),
  },
});

/** What an organization has set, as one document with its defaults left out. */
export class OrganizationSettings extends OrganizationSettingsSchema.class {}
OrganizationSettingsSchema.setClass(OrganizationSettings);
