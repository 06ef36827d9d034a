import { defineEntity, p } from '@mikro-orm/postgresql';
import { now, orgId, tenantRows } from './columns.ts';

const UserSettingsSchema = defineEntity({
  name: 'UserSettings',
  ...tenantRows,
  properties: {
    orgId: orgId(),
    userId: p.uuid().primary(),
    document: p.json<unknown>().defaultRaw(`'{}'`),
    updatedAt: now(),
  },
});

/** What a user has set for themselves, as one document with its defaults left out. */
export class UserSettings extends UserSettingsSchema.class {}
UserSettingsSchema.setClass(UserSettings);
