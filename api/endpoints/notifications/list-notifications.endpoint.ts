import { z } from 'zod';
import { NOTIFICATION_KINDS, notificationSchema } from '../../../contracts/notification.ts';
import { defineList } from '../../define-list.ts';
import { NOTIFICATION_COLUMNS, type NotificationRow, toNotification } from './notification-row.ts';

/** What one was told of. */
export const listNotifications = defineList({
  id: 'listNotifications',
  path: '/api/v1/notifications',
  tag: 'notifications',
  summary: 'List your notifications',
  description: 'Kept for 90 days.',
  auth: 'person',
  item: notificationSchema,
  select: `SELECT ${NOTIFICATION_COLUMNS} FROM notification`,
  key: ['id', 'id'],
  sorts: { createdAt: 'id' },
  sort: '-createdAt',
  filters: {
    kind: z.enum(NOTIFICATION_KINDS).optional(),
    isRead: z.enum(['true', 'false']).optional().meta({ description: '`false`: unread ones only.' }),
  },
  where: ({ query, principal }) => [
    ['user_id = $', principal.userId],
    ['kind = ANY($)', query.kind ? [query.kind] : NOTIFICATION_KINDS],
    ['(read_at IS NOT NULL) = $', query.isRead === undefined ? undefined : query.isRead === 'true'],
  ],
  toItem: (row: NotificationRow) => toNotification(row),
});
