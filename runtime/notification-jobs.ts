import type { Pool } from 'pg';
import { mailNotifications } from '../activities/notifications/mail-notifications.ts';
import { eachOrganization } from '../db/secrets/each-organization.ts';
import { tidyWebhooks } from '../db/webhooks/tidy-webhooks.ts';
import type { SideJob } from '../providers/redis/side-jobs.ts';
import { composeMail } from './compose-mail.ts';
import type { Foundation } from './foundation.ts';

/** Often enough that nobody waits for a mail, rarely enough to cost nothing. */
const MAIL_EVERY_MS = 10_000;
const HOUR_MS = 3_600_000;

/** Mails about notifications, and the upkeep of webhooks: over the rows, any may run twice. */
export function notificationJobs(foundation: Foundation, systemPool: Pool): SideJob[] {
  const { pool } = foundation;
  const mail = composeMail(foundation);
  return [
    {
      name: 'mail-notifications',
      everyMs: MAIL_EVERY_MS,
      run: () => mailNotifications({ pool, systemPool, mail }),
    },
    {
      name: 'tidy-webhooks',
      everyMs: HOUR_MS,
      async run() {
        for await (const orgId of eachOrganization(pool)) await tidyWebhooks(pool, orgId);
      },
    },
  ];
}
