import { settingsSchema } from '../../../contracts/settings.schema.ts';
import { readSettings } from '../../../db/identity/settings.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { settingsEtag } from './settings-etag.ts';

/** Settings of the organization. */
export const getSettings = defineEndpoint({
  id: 'getSettings',
  method: 'get',
  path: '/api/v1/settings',
  tag: 'settings',
  summary: 'Get the settings of the organization',
  auth: 'user',
  responses: {
    200: { description: 'The settings.', schema: settingsSchema, headers: { ETag: 'Their revision.' } },
  },
  errors: [],
  handle: async ({ inOrg }) => {
    const { settings, revision } = await inOrg((tx) => readSettings(tx));
    return { status: 200, headers: { ETag: settingsEtag(revision) }, body: settings };
  },
});
