import { expect, it } from '@jest/globals';
import { listSuppressions } from '../../../api/endpoints/compliance/list-suppressions.endpoint.ts';
import { useApiWorld } from '../harness/api-world-hooks.ts';
import { describeEndpoint } from '../harness/describe-endpoint.ts';
import { call } from '../harness/requests.ts';
import { addContact } from '../harness/rows.ts';

const world = useApiWorld();

describeEndpoint(listSuppressions, world, {
  200: () => {
    it('shows the number while a contact has it', async () => {
      const { ours } = world();
      const id = await addContact(world(), ours, '+12125550187');
      await world().inOrg(ours.orgId, (tx) =>
        tx.query(
          `INSERT INTO suppression (org_id, phone_hash, source) SELECT org_id, phone_hash, 'key' FROM contact WHERE id = $1`,
          [id],
        ),
      );
      const { body } = await call(world(), listSuppressions, { role: 'supervisor' }).expect(200);
      expect(body.data).toEqual([
        expect.objectContaining({ phone: '+12125550187', scope: 'all', source: 'key' }),
      ]);
    });
  },
});
