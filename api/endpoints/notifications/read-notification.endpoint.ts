import { idParamsSchema } from '../../../contracts/common.schema.ts';
import { notificationSchema } from '../../../contracts/notification.ts';
import { AppError } from '../../../domain/errors.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { NOTIFICATION_COLUMNS, type NotificationRow, toNotification } from './notification-row.ts';

/** Marks a notification of one's own as read. IDEMPOTENT: the first time stays. */
export const readNotification = defineEndpoint({
  id: 'readNotification',
  method: 'post',
  path: '/api/v1/notifications/{id}/read',
  tag: 'notifications',
  summary: 'Mark a notification as read',
  auth: 'person',
  idempotent: true,
  params: idParamsSchema,
  responses: { 200: { description: 'The notification, read.', schema: notificationSchema } },
  errors: ['notification.not_found'],
  handle: async ({ inOrg, principal, params }) => {
    const { rows } = await inOrg((tx) =>
      tx.query<NotificationRow>(
        `UPDATE notification SET read_at = coalesce(read_at, clock_timestamp())
          WHERE id = $1 AND user_id = $2
         RETURNING ${NOTIFICATION_COLUMNS}`,
        [params.id, principal.userId],
      ),
    );
    if (!rows[0]) throw new AppError({ code: 'notification.not_found' });
    return { status: 200, body: toNotification(rows[0]) };
  },
});
