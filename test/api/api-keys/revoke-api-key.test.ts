import { expect, it } from '@jest/globals';
import { revokeApiKey } from '../../../api/endpoints/api-keys/revoke-api-key.endpoint.ts';
import { useApiWorld } from '../harness/api-world-hooks.ts';
import { describeEndpoint } from '../harness/describe-endpoint.ts';
import { expectProblem } from '../harness/generic-blocks.ts';
import { addApiKey } from '../harness/people.ts';
import { call } from '../harness/requests.ts';

const world = useApiWorld();

describeEndpoint(revokeApiKey, world, {
  204: () => {
    it('ends the key at once; again changes nothing', async () => {
      const { deps, ours, http, inOrg } = world();
      const { id, key } = await addApiKey(deps, ours.orgId);
      const use = () => http.get('/api/v1/contacts').set('Authorization', `Bearer ${key}`);
      await use().expect(200);
      const revoke = () => call(world(), revokeApiKey, { role: 'admin', id });
      await revoke().expect(204);
      expectProblem(await use(), 401, 'auth.required');
      await revoke().expect(204);
      const { rows } = await inOrg(ours.orgId, (tx) =>
        tx.query(`SELECT count(*) AS entries FROM audit_entry WHERE action = 'api_key.revoked'`),
      );
      expect(rows).toEqual([{ entries: 1 }]);
    });
  },
});
