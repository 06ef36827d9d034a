import type { z } from 'zod';
import type { notificationSchema } from '../../../contracts/notification.ts';
import { toInstant, toInstantOrNull } from '../../http/instant.ts';

type Notification = z.input<typeof notificationSchema>;

/** A row of `notification`. */
export interface NotificationRow {
  id: string;
  kind: Notification['kind'];
  title: string;
  body: string;
  data: Record<string, unknown>;
  read_at: Date | null;
  mailed_at: Date | null;
  created_at: Date;
}

/** Its columns. */
export const NOTIFICATION_COLUMNS = 'id, kind, title, body, data, read_at, mailed_at, created_at';

/** The contract shape of a notification. */
export function toNotification(row: NotificationRow): Notification {
  return {
    id: row.id,
    kind: row.kind,
    title: row.title,
    body: row.body,
    data: row.data,
    readAt: toInstantOrNull(row.read_at),
    mailedAt: toInstantOrNull(row.mailed_at),
    createdAt: toInstant(row.created_at),
  };
}
