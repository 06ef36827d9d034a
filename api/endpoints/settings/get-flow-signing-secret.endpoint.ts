import { flowSigningSecretSchema } from '../../../contracts/settings.schema.ts';
import { flowSigningSecret } from '../../../domain/webhooks/flow-signing-secret.ts';
import { audit } from '../../auth/audit.ts';
import { defineEndpoint } from '../../endpoint.ts';

/** The secret by which customers check requests of webhook nodes; who saw it is in the audit log. */
export const getFlowSigningSecret = defineEndpoint({
  id: 'getFlowSigningSecret',
  method: 'get',
  path: '/api/v1/settings/flow-signing-secret',
  tag: 'settings',
  summary: 'Show the secret that signs the requests of flows',
  description:
    'Your server checks the `webhook-signature` of a webhook node with it, after Standard Webhooks. Showing it is audited.',
  auth: 'person',
  responses: { 200: { description: 'The secret.', schema: flowSigningSecretSchema } },
  errors: [],
  handle: async ({ req, inOrg, principal }) => {
    const secret = await inOrg(async (tx) => {
      const { rows } = await tx.query<{ link_key: Buffer }>('SELECT link_key FROM organization');
      const [{ link_key: linkKey }] = rows as [{ link_key: Buffer }];
      const target = { kind: 'organization', id: principal.orgId };
      await audit(tx, { req, principal }, { action: 'flow_signing_secret.shown', target });
      return flowSigningSecret(linkKey);
    });
    return { status: 200, body: { secret } };
  },
});
