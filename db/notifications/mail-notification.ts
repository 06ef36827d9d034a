import type { Pool } from 'pg';
import { withOrg } from '../tenant.ts';

/** A notification, named with its organization. */
export interface NotificationRef {
  orgId: string;
  notificationId: string;
}

/** What a mail about a notification says, and to whom. */
export interface NotificationMail {
  email: string;
  organization: string;
  title: string;
  body: string;
}

/** Notifications of all organizations whose people want a mail and have had none, the oldest first. */
export async function notificationsToMail(systemPool: Pool, limit: number): Promise<NotificationRef[]> {
  const { rows } = await systemPool.query<{ org_id: string; notification_id: string }>(
    'SELECT org_id, notification_id FROM notifications_to_mail($1)',
    [limit],
  );
  return rows.map((row) => ({ orgId: row.org_id, notificationId: row.notification_id }));
}

/** The mail of a notification; null when it has been sent meanwhile. */
export async function readNotificationMail(
  pool: Pool,
  { orgId, notificationId }: NotificationRef,
): Promise<NotificationMail | null> {
  const { rows } = await withOrg(pool, orgId, (tx) =>
    tx.query<NotificationMail>(
      `SELECT u.email::text, o.name AS organization, n.title, n.body
         FROM notification n JOIN "user" u ON u.org_id = n.org_id AND u.id = n.user_id
         JOIN organization o ON o.id = n.org_id
        WHERE n.id = $1 AND n.mailed_at IS NULL`,
      [notificationId],
    ),
  );
  return rows[0] ?? null;
}

/** Notes that a mail was handed over. IDEMPOTENT. */
export async function noteMailed(pool: Pool, { orgId, notificationId }: NotificationRef): Promise<void> {
  await withOrg(pool, orgId, (tx) =>
    tx.query('UPDATE notification SET mailed_at = clock_timestamp() WHERE id = $1 AND mailed_at IS NULL', [
      notificationId,
    ]),
  );
}
