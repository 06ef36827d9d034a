import type { Pool } from 'pg';
import {
  noteMailed,
  type NotificationRef,
  notificationsToMail,
  readNotificationMail,
} from '../../db/notifications/mail-notification.ts';
import type { MailPort } from '../../providers/mail/mail.port.ts';

/** What mailing notifications needs of the process. */
export interface NotificationMailDeps {
  pool: Pool;
  /** Connections of app_system. */
  systemPool: Pool;
  mail: MailPort;
}

const BATCH = 100;
/** Failures in a row that are the mail server's and not a recipient's. */
const MOST_FAILURES = 3;

/**
 * Mails the notifications that wait for it, one after the other; returns how many. One that is refused keeps nobody
 * else from theirs; a mail server that is away ends the round. Throws the first failure once the others are sent.
 * EFFECT: at least one mail each; a process that dies between the mail and its row leaves it to be sent again.
 */
export async function mailNotifications(deps: NotificationMailDeps): Promise<{ mailed: number }> {
  const waiting = await notificationsToMail(deps.systemPool, BATCH);
  const errors: unknown[] = [];
  let mailed = 0;
  let inRow = 0;
  for (const notification of waiting) {
    if (inRow === MOST_FAILURES) break;
    try {
      mailed += Number(await mailOne(deps, notification));
      inRow = 0;
    } catch (error) {
      errors.push(error);
      inRow += 1;
    }
  }
  if (errors.length > 0) throw errors[0];
  return { mailed };
}

async function mailOne(
  { pool, mail }: NotificationMailDeps,
  notification: NotificationRef,
): Promise<boolean> {
  const found = await readNotificationMail(pool, notification);
  if (!found) return false;
  const { email, organization, title, body } = found;
  await mail.send({ to: email, subject: `${organization}: ${title}`, text: body });
  await noteMailed(pool, notification);
  return true;
}
