import { mySettingsSchema } from '../../../contracts/settings.schema.ts';
import { readMySettings } from '../../../db/identity/settings.ts';
import { AppError } from '../../../domain/errors.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { mySettingsEtag } from './settings-etag.ts';

/** Settings of who asks. */
export const getMySettings = defineEndpoint({
  id: 'getMySettings',
  method: 'get',
  path: '/api/v1/settings/me',
  tag: 'settings',
  summary: 'Get your own settings',
  auth: 'person',
  responses: {
    200: { description: 'The settings.', schema: mySettingsSchema, headers: { ETag: 'Their version.' } },
  },
  errors: [],
  handle: async ({ inOrg, principal }) => {
    const settings = await inOrg((tx) => readMySettings(tx, principal.userId));
    if (!settings) throw new AppError({ code: 'auth.required' });
    return { status: 200, headers: { ETag: mySettingsEtag(settings) }, body: settings };
  },
});
