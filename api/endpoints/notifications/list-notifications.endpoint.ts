import { z } from 'zod';
import { pageQuerySchema, pageSchema } from '../../../contracts/common.schema.ts';
import { NOTIFICATION_KINDS, notificationSchema } from '../../../contracts/notification.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { readCursor, toPage, uuidCursorKey } from '../../http/cursor.ts';
import { type NotificationRow, toNotification } from './notification-row.ts';

/** What one was told of, newest first. */
export const listNotifications = defineEndpoint({
  id: 'listNotifications',
  method: 'get',
  path: '/api/v1/notifications',
  tag: 'notifications',
  summary: 'List your notifications',
  description: 'Kept for 90 days.',
  auth: 'person',
  query: pageQuerySchema.extend({
    isRead: z.enum(['true', 'false']).optional().meta({ description: '`false`: unread ones only.' }),
  }),
  responses: {
    200: { description: 'One page, newest first.', schema: pageSchema(notificationSchema) },
  },
  errors: [],
  handle: async ({ inOrg, principal, query }) => {
    const before = readCursor(query.cursor, uuidCursorKey);
    const { rows } = await inOrg((tx) =>
      tx.query<NotificationRow>(
        `SELECT id, kind, title, body, data, read_at, mailed_at, created_at FROM notification
          WHERE user_id = $1 AND kind = ANY($2) AND ($3::uuid IS NULL OR id < $3)
            AND ($4::text IS NULL OR (read_at IS NOT NULL) = $4::boolean)
          ORDER BY id DESC LIMIT $5`,
        [principal.userId, NOTIFICATION_KINDS, before, query.isRead ?? null, query.limit + 1],
      ),
    );
    return { status: 200, body: toPage(rows, query.limit, (row) => row.id, toNotification) };
  },
});
