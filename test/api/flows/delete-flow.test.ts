import { randomUUID } from 'node:crypto';
import { expect, it } from '@jest/globals';
import { deleteFlow } from '../../../api/endpoints/flows/delete-flow.endpoint.ts';
import { getFlow } from '../../../api/endpoints/flows/get-flow.endpoint.ts';
import { insertRow } from '../../db/tenant-fixture.ts';
import { useApiWorld } from '../harness/api-world-hooks.ts';
import { describeEndpoint } from '../harness/describe-endpoint.ts';
import { expectProblem } from '../harness/generic-blocks.ts';
import { call } from '../harness/requests.ts';
import { addCampaign, addContact, addFlow } from '../harness/rows.ts';

const world = useApiWorld();
const remove = (id: string) => call(world(), deleteFlow, { id, role: 'admin' });
const inOurs = (sql: string, values: unknown[]) =>
  world().inOrg(world().ours.orgId, (tx) => tx.query(sql, values));

describeEndpoint(deleteFlow, world, {
  204: () => {
    it('takes it away for good, keeps its versions, and leaves nothing that a call could begin with', async () => {
      const { id, versionId } = await addFlow(world(), world().ours);
      await remove(id).expect(204);
      expectProblem(await call(world(), getFlow, { id, role: 'agent' }), 404, 'flow.not_found');
      expectProblem(await remove(id), 404, 'flow.not_found');
      const { rows } = await inOurs(
        'SELECT f.live_version_id, v.id FROM flow f JOIN flow_version v ON v.flow_id = f.id WHERE f.id = $1',
        [id],
      );
      expect(rows).toEqual([{ live_version_id: null, id: versionId }]);
    });

    it('does not mind a campaign that is over', async () => {
      const { id } = await addFlow(world(), world().ours);
      await addCampaign(world(), world().ours, 'completed', { flowId: id });
      await remove(id).expect(204);
    });
  },
  409: () => {
    it('refuses while a campaign, a number or a callback uses it, and names each', async () => {
      const { ours } = world();
      const { id, versionId } = await addFlow(world(), ours);
      const campaignId = await addCampaign(world(), ours, 'draft', { flowId: id });
      await inOurs('UPDATE phone_number SET flow_id = $2 WHERE id = $1', [ours.phoneNumberId, id]);
      const contactId = await addContact(world(), ours);
      const callbackId = await world().inOrg(ours.orgId, (tx) =>
        insertRow(tx, 'callback', {
          org_id: ours.orgId,
          contact_id: contactId,
          origin: 'api',
          phone_number_id: ours.phoneNumberId,
          flow_version_id: versionId,
          state: 'scheduled',
          due_at: new Date(),
          zone: 'Europe/Prague',
        }),
      );
      const answer = await remove(id);
      expectProblem(answer, 409, 'flow.in_use');
      const pointers = answer.body.errors.map((fault: { pointer: string }) => fault.pointer);
      expect(pointers.toSorted()).toEqual([
        `/callback/${callbackId}`,
        `/campaign/${campaignId}`,
        `/phone_number/${ours.phoneNumberId}`,
      ]);
      await call(world(), getFlow, { id, role: 'agent' }).expect(200);
      await inOurs('UPDATE phone_number SET flow_id = NULL WHERE id = $1', [ours.phoneNumberId]);
    });
  },
  412: () => {
    it('refuses to take away what somebody has changed since', async () => {
      const { id } = await addFlow(world(), world().ours);
      expectProblem(await remove(id).set('If-Match', '"7"'), 412, 'request.precondition_failed');
      await remove(id).set('If-Match', '"1"').expect(204);
    });
  },
  404: () => {
    it('knows no such flow', async () => {
      expectProblem(await remove(randomUUID()), 404, 'flow.not_found');
    });
  },
});
