import { expect, it } from '@jest/globals';
import { getFlowSigningSecret } from '../../../api/endpoints/settings/get-flow-signing-secret.endpoint.ts';
import { flowSigningSecret } from '../../../domain/webhooks/flow-signing-secret.ts';
import { useApiWorld } from '../harness/api-world-hooks.ts';
import { describeEndpoint } from '../harness/describe-endpoint.ts';
import { call } from '../harness/requests.ts';

const world = useApiWorld();

describeEndpoint(getFlowSigningSecret, world, {
  200: () => {
    it('shows what signs the requests of the own flows, and writes down who saw it', async () => {
      const { ours, inOrg } = world();
      const { body, headers } = await call(world(), getFlowSigningSecret, { role: 'admin' }).expect(200);
      const { rows } = await inOrg(ours.orgId, (tx) =>
        tx.query<{ link_key: Buffer; shown: number }>(
          `SELECT o.link_key, (SELECT count(*) FROM audit_entry WHERE action = 'flow_signing_secret.shown')::int AS shown
             FROM organization o`,
        ),
      );
      expect(body).toEqual({ secret: flowSigningSecret(rows[0]?.link_key ?? Buffer.alloc(0)) });
      expect(headers['cache-control']).toBe('no-store');
      expect(rows[0]?.shown).toBe(1);
    });
  },
});
