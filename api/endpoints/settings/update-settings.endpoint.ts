import { settingsSchema } from '../../../contracts/settings.schema.ts';
import { lockSettings, readSettings, type Settings, writeSettings } from '../../../db/identity/settings.ts';
import { AppError, type FieldFault } from '../../../domain/errors.ts';
import { audit } from '../../auth/audit.ts';
import type { Tx } from '../../deps.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { refuseUnlessCurrent } from '../../http/if-match.ts';
import { settingsEtag } from './settings-etag.ts';

/** Replaces the settings of the organization over those that were read. */
export const updateSettings = defineEndpoint({
  id: 'updateSettings',
  method: 'put',
  path: '/api/v1/settings',
  tag: 'settings',
  summary: 'Update the settings of the organization',
  description: 'Needs If-Match with the ETag that was read.',
  auth: 'user',
  body: settingsSchema,
  responses: {
    200: { description: 'The settings.', schema: settingsSchema, headers: { ETag: 'Their revision.' } },
  },
  errors: ['request.precondition_failed', 'request.precondition_required'],
  handle: async ({ req, inOrg, principal, body }) => {
    const { settings, revision } = await inOrg(async (tx) => {
      await lockSettings(tx);
      const before = await readSettings(tx);
      refuseUnlessCurrent(req, settingsEtag(before.revision));
      await refuseUnfit(tx, body);
      await writeSettings(tx, body, principal);
      const after = await readSettings(tx);
      const target = { kind: 'organization', id: principal.orgId };
      const changed = changedKeys(before.settings, after.settings);
      const deed = { action: 'settings.updated', target, detail: { changed } };
      if (changed.length > 0) await audit(tx, { req, principal }, deed);
      return after;
    });
    return { status: 200, headers: { ETag: settingsEtag(revision) }, body: settings };
  },
});

/** What the schema cannot say: the default is one of the languages, the carrier account one of ours. */
async function refuseUnfit(tx: Tx, settings: Settings): Promise<void> {
  const errors: FieldFault[] = [];
  if (!settings.languages.includes(settings.defaultLanguage))
    errors.push({
      pointer: '/defaultLanguage',
      code: 'custom',
      message: 'The default is none of the languages.',
    });
  const { rowCount } = await tx.query('SELECT id FROM carrier_account WHERE id = $1', [
    settings.defaultCarrierAccountId,
  ]);
  if (settings.defaultCarrierAccountId !== null && !rowCount)
    errors.push({
      pointer: '/defaultCarrierAccountId',
      code: 'not_found',
      message: 'There is no such carrier account.',
    });
  if (errors.length > 0) throw new AppError({ code: 'request.not_valid', errors });
}

function changedKeys(before: Settings, after: Settings): string[] {
  return (Object.keys(after) as (keyof Settings)[]).filter(
    (key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]),
  );
}
