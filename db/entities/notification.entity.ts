import { defineEntity, p } from '@mikro-orm/postgresql';
import { id, moment, now, orgId, tenantRows } from './columns.ts';

const NotificationSchema = defineEntity({
  name: 'Notification',
  ...tenantRows,
  indexes: [
    { name: 'notification_user', properties: ['orgId', 'userId', 'id'] },
    { name: 'notification_unread', properties: ['orgId', 'userId', 'id'], where: 'read_at is null' },
    { name: 'notification_created', properties: ['createdAt'] },
  ],
  properties: {
    orgId: orgId(),
    id: id(),
    userId: p.uuid(),
    kind: p.text(),
    title: p.text(),
    body: p.text(),
    data: p.json<Record<string, unknown>>().defaultRaw(`'{}'`),
    readAt: moment().nullable(),
    createdAt: now(),
    mailedAt: moment().nullable(),
  },
});

/** Something a user is told of in the console, and by mail if they wish. */
export class Notification extends NotificationSchema.class {}
NotificationSchema.setClass(Notification);
