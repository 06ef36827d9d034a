import type { PoolClient } from 'pg';
import type { NotificationKind } from '../../contracts/notification.ts';
import type { Language } from '../../domain/notifications/notification-texts.ts';
import { notificationText } from '../../domain/notifications/notification-texts.ts';

/** Who is told, and how the data is read from the row with the id `$1`. */
interface Subject {
  readonly roles: readonly string[];
  readonly data: string;
  /** One that waits unread is enough for so long. */
  readonly quietMinutes: number;
}

const LEADERS = ['supervisor', 'admin'];
const ADMINS = ['admin'];

const SUBJECTS: Readonly<Record<NotificationKind, Subject>> = {
  'campaign.finished': {
    roles: LEADERS,
    data: `SELECT jsonb_build_object('campaignId', id, 'name', name, 'state', state) AS data FROM campaign WHERE id = $1`,
    quietMinutes: 0,
  },
  'import.failed': {
    roles: LEADERS,
    data: `SELECT jsonb_build_object('importId', id, 'fileName', file_name, 'errorCode', error_code) AS data
             FROM contact_import WHERE id = $1`,
    quietMinutes: 0,
  },
  'incident.review': {
    roles: LEADERS,
    data: `SELECT jsonb_build_object('incidentId', id, 'kind', kind, 'attemptId', attempt_id) AS data
             FROM incident WHERE id = $1`,
    quietMinutes: 60,
  },
  'provider_key.invalid': {
    roles: ADMINS,
    data: `SELECT jsonb_build_object('providerKeyId', id, 'provider', provider, 'label', label) AS data
             FROM provider_key WHERE id = $1`,
    quietMinutes: 0,
  },
  'webhook_endpoint.disabled': {
    roles: ADMINS,
    data: `SELECT jsonb_build_object('endpointId', id, 'reason', disabled_reason,
                    'host', substring(url FROM '^[a-z]+://([^/?#]+)')) AS data
             FROM webhook_endpoint WHERE id = $1`,
    quietMinutes: 0,
  },
};

const RECIPIENTS = `
SELECT u.id, coalesce(u.language, o.default_language) AS language
  FROM "user" u JOIN organization o ON o.id = u.org_id
 WHERE u.disabled_at IS NULL AND u.role = ANY($1)
   AND NOT EXISTS (SELECT FROM notification n
                    WHERE n.org_id = u.org_id AND n.user_id = u.id AND n.kind = $2 AND n.read_at IS NULL
                      AND n.created_at > clock_timestamp() - make_interval(mins => $3))`;

const INSERT = `
INSERT INTO notification (org_id, user_id, kind, title, body, data)
SELECT current_setting('app.org')::uuid, t.user_id, $1, t.title, t.body, $2
  FROM jsonb_to_recordset($3) AS t(user_id uuid, title text, body text)`;

/**
 * Tells everybody of the organization in context whom it concerns, each in their language, of what happened to the row
 * `subjectId`, in the transaction in which it did. Mails follow. Call it where the change took place, after it.
 */
export async function raiseNotification(
  tx: PoolClient,
  kind: NotificationKind,
  subjectId: string,
): Promise<void> {
  const { roles, data: readData, quietMinutes } = SUBJECTS[kind];
  const people = await tx.query<{ id: string; language: Language }>(RECIPIENTS, [roles, kind, quietMinutes]);
  if (people.rows.length === 0) return;
  const { rows } = await tx.query<{ data: Record<string, unknown> }>(readData, [subjectId]);
  const data = rows[0]?.data;
  if (!data) return;
  const texts = people.rows.map(({ id, language }) => ({
    user_id: id,
    ...notificationText(kind, language, data),
  }));
  await tx.query(INSERT, [kind, JSON.stringify(data), JSON.stringify(texts)]);
}
