import { expect, it } from '@jest/globals';
import { explainContact } from '../../../api/endpoints/contacts/explain-contact.endpoint.ts';
import { createSuppression } from '../../../api/endpoints/compliance/create-suppression.endpoint.ts';
import { useApiWorld } from '../harness/api-world-hooks.ts';
import { describeEndpoint } from '../harness/describe-endpoint.ts';
import { expectProblem } from '../harness/generic-blocks.ts';
import { call } from '../harness/requests.ts';
import { addContact } from '../harness/rows.ts';

const world = useApiWorld();
const suppress = (body: object) => call(world(), createSuppression, { role: 'agent' }).send(body);

describeEndpoint(createSuppression, world, {
  201: () => {
    it('takes a number as people write it, and binds every contact that has it', async () => {
      const id = await addContact(world(), world().ours, '+12125550186');
      const { body } = await suppress({ phone: '(212) 555-0186', country: 'US', source: 'letter' }).expect(
        201,
      );
      expect(body).toMatchObject({ phone: '+12125550186', scope: 'all', source: 'letter' });
      const why = await call(world(), explainContact, { id, role: 'agent' }).expect(200);
      expect(why.body.suppressed).toEqual([expect.objectContaining({ source: 'letter' })]);
    });

    it('keeps the first entry when it is said twice', async () => {
      const first = await suppress({ phone: '+12125550185' }).expect(201);
      const second = await suppress({ phone: '+12125550185', source: 'again' }).expect(201);
      expect(second.body).toEqual(first.body);
    });
  },
  422: () => {
    it('refuses what is no number', async () => {
      const answer = await suppress({ phone: 'nobody' });
      expectProblem(answer, 422, 'request.not_valid');
      expect(answer.body.errors).toEqual([expect.objectContaining({ pointer: '/phone' })]);
    });
  },
});
