import { expect, it } from '@jest/globals';
import { updateFlow } from '../../../api/endpoints/flows/update-flow.endpoint.ts';
import { useApiWorld } from '../harness/api-world-hooks.ts';
import { describeEndpoint } from '../harness/describe-endpoint.ts';
import { expectProblem } from '../harness/generic-blocks.ts';
import { call } from '../harness/requests.ts';
import { addFlow, FLOW_DOCUMENT } from '../harness/rows.ts';

const world = useApiWorld();
const save = (id: string, etag: string | undefined, document: object) => {
  const request = call(world(), updateFlow, { id, role: 'admin' });
  return (etag === undefined ? request : request.set('If-Match', etag)).send({ document });
};

describeEndpoint(updateFlow, world, {
  200: () => {
    it('saves a draft over the one that was read, and leaves the live version alone', async () => {
      const { id } = await addFlow(world(), world().ours);
      const document = { ...FLOW_DOCUMENT, name: 'changed' };
      const answer = await save(id, '"1"', document).expect(200);
      expect(answer.headers.etag).toBe('"2"');
      expect(answer.body).toMatchObject({ draftRevision: 2, document, liveVersion: { version: 1 } });
    });
  },
  412: () => {
    it('refuses to overwrite what somebody else saved; of two at once one wins', async () => {
      const { id } = await addFlow(world(), world().ours);
      const answers = await Promise.all([save(id, '"1"', { by: 'one' }), save(id, '"1"', { by: 'two' })]);
      expect(answers.map((answer) => answer.status).toSorted((a, b) => a - b)).toEqual([200, 412]);
      expectProblem(await save(id, '"1"', {}), 412, 'request.precondition_failed');
    });
  },
  428: () => {
    it('asks for If-Match', async () => {
      const { id } = await addFlow(world(), world().ours);
      expectProblem(await save(id, undefined, {}), 428, 'request.precondition_required');
    });
  },
});
