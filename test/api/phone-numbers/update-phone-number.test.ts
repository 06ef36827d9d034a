import { randomUUID } from 'node:crypto';
import { expect, it } from '@jest/globals';
import { updatePhoneNumber } from '../../../api/endpoints/phone-numbers/update-phone-number.endpoint.ts';
import { useApiWorld } from '../harness/api-world-hooks.ts';
import { describeEndpoint } from '../harness/describe-endpoint.ts';
import { expectProblem } from '../harness/generic-blocks.ts';
import { call } from '../harness/requests.ts';
import { addFlow } from '../harness/rows.ts';

const world = useApiWorld();

const update = (body: object) =>
  call(world(), updatePhoneNumber, { id: world().ours.phoneNumberId, role: 'admin' }).send(body);

describeEndpoint(updatePhoneNumber, world, {
  200: () => {
    it('changes what is named and leaves the rest', async () => {
      const flow = await addFlow(world(), world().ours);
      const all = { flowId: flow.id, language: 'es', label: 'night line', inCallerIdPool: false };
      expect((await update(all).expect(200)).body).toMatchObject(all);
      expect((await update({ language: 'cs' }).expect(200)).body).toMatchObject({ ...all, language: 'cs' });
      expect((await update({ flowId: null, label: null }).expect(200)).body).toMatchObject({
        flowId: null,
        label: null,
        inCallerIdPool: false,
      });
    });
  },
  404: () => {
    it('knows no flow of another organization', async () => {
      const theirs = await addFlow(world(), world().theirs);
      for (const flowId of [theirs.id, randomUUID()])
        expectProblem(await update({ flowId }), 404, 'flow.not_found');
    });
  },
  422: () => {
    it('refuses nothing at all, and what a number does not have', async () => {
      expectProblem(await update({}), 422, 'request.not_valid');
      expectProblem(await update({ number: '+12125550123' }), 422, 'request.not_valid');
    });
  },
});
