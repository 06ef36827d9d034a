import type { z } from 'zod';
import type { PoolClient } from 'pg';
import {
  mySettingsDocumentSchema,
  type mySettingsSchema,
  settingsDocumentSchema,
  type settingsSchema,
} from '../../contracts/settings.schema.ts';

/** Settings of an organization. */
export type Settings = z.output<typeof settingsSchema>;

/** Settings of one person. */
export type MySettings = z.output<typeof mySettingsSchema>;

interface SettingsRow {
  name: string;
  default_zone: string;
  default_language: Settings['defaultLanguage'];
  unknown_policy: Settings['unknownPolicy'];
  max_call_seconds: number;
  document: unknown;
  revision: number;
}

/**
 * Holds the settings of the organization that `tx` is in against other changes. A statement of its own: one that waits
 * and reads at once would read the document as it was before the wait.
 */
export async function lockSettings(tx: PoolClient): Promise<void> {
  await tx.query('SELECT id FROM organization FOR UPDATE');
}

/** The settings of the organization that `tx` is in, with their revision; 0 where nobody has changed any. */
export async function readSettings(tx: PoolClient): Promise<{ settings: Settings; revision: number }> {
  const { rows } = await tx.query<SettingsRow>(
    `SELECT o.name, o.default_zone, o.default_language, o.unknown_policy, o.max_call_seconds,
            coalesce(s.document, '{}') AS document, coalesce(s.revision, 0) AS revision
       FROM organization o LEFT JOIN organization_settings s ON s.org_id = o.id`,
  );
  const row = rows[0];
  if (!row) throw new Error('There are no settings without an organization.');
  return {
    revision: row.revision,
    settings: {
      name: row.name,
      defaultZone: row.default_zone,
      defaultLanguage: row.default_language,
      unknownPolicy: row.unknown_policy,
      maxCallSeconds: row.max_call_seconds,
      ...settingsDocumentSchema.parse(row.document),
    },
  };
}

/** Replaces the settings of the organization that `tx` is in. */
export async function writeSettings(
  tx: PoolClient,
  settings: Settings,
  by: { orgId: string; userId: string | null },
): Promise<void> {
  const { name, defaultZone, defaultLanguage, unknownPolicy, maxCallSeconds, ...document } = settings;
  await tx.query(
    `UPDATE organization SET name = $1, default_zone = $2, default_language = $3, unknown_policy = $4,
            max_call_seconds = $5`,
    [name, defaultZone, defaultLanguage, unknownPolicy, maxCallSeconds],
  );
  await tx.query(
    `INSERT INTO organization_settings AS s (org_id, document, updated_by) VALUES ($1, $2, $3)
     ON CONFLICT (org_id) DO UPDATE
        SET document = excluded.document, revision = s.revision + 1, updated_by = excluded.updated_by,
            updated_at = clock_timestamp()`,
    [by.orgId, JSON.stringify(document), by.userId],
  );
}

/** Holds a person's own settings against other changes, as `lockSettings` does. */
export async function lockMySettings(tx: PoolClient, userId: string): Promise<void> {
  await tx.query('SELECT id FROM "user" WHERE id = $1 FOR UPDATE', [userId]);
}

/** A person's own settings; undefined when there is no such user. */
export async function readMySettings(tx: PoolClient, userId: string): Promise<MySettings | undefined> {
  const { rows } = await tx.query<{ language: MySettings['language']; document: unknown }>(
    `SELECT u.language, coalesce(s.document, '{}') AS document
       FROM "user" u LEFT JOIN user_settings s ON s.org_id = u.org_id AND s.user_id = u.id
      WHERE u.id = $1`,
    [userId],
  );
  const row = rows[0];
  return row && { language: row.language, ...mySettingsDocumentSchema.parse(row.document) };
}

/** Replaces a person's own settings. */
export async function writeMySettings(
  tx: PoolClient,
  settings: MySettings,
  { orgId, userId }: { orgId: string; userId: string },
): Promise<void> {
  const { language, ...document } = settings;
  await tx.query('UPDATE "user" SET language = $2 WHERE id = $1', [userId, language]);
  await tx.query(
    `INSERT INTO user_settings (org_id, user_id, document) VALUES ($1, $2, $3)
     ON CONFLICT (org_id, user_id) DO UPDATE SET document = excluded.document, updated_at = clock_timestamp()`,
    [orgId, userId, JSON.stringify(document)],
  );
}
