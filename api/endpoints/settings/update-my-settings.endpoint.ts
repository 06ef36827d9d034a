import { mySettingsSchema } from '../../../contracts/settings.schema.ts';
import {
  lockMySettings,
  type MySettings,
  readMySettings,
  writeMySettings,
} from '../../../db/identity/settings.ts';
import { AppError } from '../../../domain/errors.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { audited } from '../../http/audited.ts';
import { refuseUnlessCurrent } from '../../http/if-match.ts';
import { mySettingsEtag } from './settings-etag.ts';

/** Replaces one's own settings over those that were read. */
export const updateMySettings = defineEndpoint({
  id: 'updateMySettings',
  method: 'put',
  path: '/api/v1/settings/me',
  tag: 'settings',
  summary: 'Update your own settings',
  description: 'Needs If-Match with the ETag that was read.',
  auth: 'person',
  body: mySettingsSchema,
  responses: {
    200: { description: 'The settings.', schema: mySettingsSchema, headers: { ETag: 'Their version.' } },
  },
  errors: ['request.precondition_failed', 'request.precondition_required'],
  handle: async (context) => {
    const { req, inOrg, principal, body } = context;
    await inOrg(async (tx) => {
      await lockMySettings(tx, principal.userId);
      const before = await readMySettings(tx, principal.userId);
      if (!before) throw new AppError({ code: 'auth.required' });
      refuseUnlessCurrent(req, mySettingsEtag(before));
      await writeMySettings(tx, body, principal);
      const changed = (Object.keys(body) as (keyof MySettings)[]).filter((key) => body[key] !== before[key]);
      const target = { kind: 'user', id: principal.userId };
      const deed = { action: 'user.settings_updated', target, detail: { changed } };
      if (changed.length > 0) await audited(context, tx, deed);
    });
    return { status: 200, headers: { ETag: mySettingsEtag(body) }, body };
  },
});
