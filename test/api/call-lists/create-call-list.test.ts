import { randomUUID } from 'node:crypto';
import { expect, it } from '@jest/globals';
import { createCallList } from '../../../api/endpoints/call-lists/create-call-list.endpoint.ts';
import { useApiWorld } from '../harness/api-world-hooks.ts';
import { describeEndpoint } from '../harness/describe-endpoint.ts';
import { expectProblem } from '../harness/generic-blocks.ts';
import { call } from '../harness/requests.ts';

const world = useApiWorld();
const create = (body: object, key?: string) => {
  const request = call(world(), createCallList, { role: 'admin' });
  return (key ? request.set('Idempotency-Key', key) : request).send(body);
};

describeEndpoint(createCallList, world, {
  201: () => {
    it('makes an empty list', async () => {
      const { body } = await create({ name: ' Patients ' }).expect(201);
      expect(body).toMatchObject({ name: 'Patients', contacts: 0 });
    });

    it('answers a repeated request with the first answer, and makes nothing twice', async () => {
      const key = randomUUID();
      const first = await create({ name: 'Once' }, key).expect(201);
      const second = await create({ name: 'Once' }, key).expect(201);
      expect(first.headers).not.toHaveProperty('idempotent-replayed');
      expect(second.headers['idempotent-replayed']).toBe('true');
      expect(second.body).toEqual(first.body);
    });

    it('keeps nothing of a request that failed', async () => {
      const key = randomUUID();
      await create({ name: 'Taken' }).expect(201);
      await create({ name: 'Taken' }, key).expect(409);
      await create({ name: 'Free' }, key).expect(201);
    });
  },
  409: () => {
    it('refuses a name that is taken, also when two ask at once', async () => {
      const [one, two] = await Promise.all([create({ name: 'Race' }), create({ name: 'Race' })]);
      expect([one.status, two.status].toSorted((a, b) => a - b)).toEqual([201, 409]);
      expectProblem(one.status === 409 ? one : two, 409, 'call_list.name_taken');
    });
  },
  422: () => {
    it('names each field that is wrong, and each that it does not know', async () => {
      const { body } = await create({ name: '', colour: 'red' }).expect(422);
      const pointers = body.errors.map((fault: { pointer: string }) => fault.pointer);
      expect(pointers.toSorted()).toEqual(['/colour', '/name']);
    });
  },
});
