import { randomUUID } from 'node:crypto';
import { expect, it } from '@jest/globals';
import { createCallback } from '../../../api/endpoints/callbacks/create-callback.endpoint.ts';
import { useApiWorld } from '../harness/api-world-hooks.ts';
import { describeEndpoint } from '../harness/describe-endpoint.ts';
import { expectProblem } from '../harness/generic-blocks.ts';
import { call } from '../harness/requests.ts';
import { addContact, addFlow, nextNumber } from '../harness/rows.ts';

const world = useApiWorld();
const create = (body: object) => call(world(), createCallback, { role: 'agent' }).send(body);

async function parts() {
  const { ours } = world();
  return { phoneNumberId: ours.phoneNumberId, flowId: (await addFlow(world(), ours)).id };
}

describeEndpoint(createCallback, world, {
  201: () => {
    it('promises a contact a call, and asks for its run in the same transaction', async () => {
      const contactId = await addContact(world(), world().ours);
      const dueAt = '2026-12-01T15:00:00.000Z';
      const { body, headers } = await create({
        ...(await parts()),
        contactId,
        dueAt,
        note: 'the offer',
      }).expect(201);
      expect(body).toMatchObject({ contactId, dueAt, note: 'the offer', state: 'scheduled', origin: 'api' });
      expect(headers.location).toBe(`/api/v1/callbacks/${body.id}`);
      const { rows } = await world().inOrg(world().ours.orgId, (tx) =>
        tx.query('SELECT payload FROM outbox WHERE key = $1', [`callback:${body.id}`]),
      );
      expect(rows).toEqual([{ payload: { type: 'ensure_workflow', callbackId: body.id } }]);
    });

    it('finds or makes the contact of a number', async () => {
      const number = nextNumber();
      const [first, second] = [
        await create({ ...(await parts()), number }),
        await create({ ...(await parts()), number }),
      ];
      expect(first.status).toBe(201);
      expect(second.body.contactId).toBe(first.body.contactId);
      expect(first.body.zone).toBe('America/New_York');
    });

    it('makes one callback of one Idempotency-Key', async () => {
      const body = { ...(await parts()), number: nextNumber() };
      const key = randomUUID();
      const first = await create(body).set('Idempotency-Key', key).expect(201);
      const again = await create(body).set('Idempotency-Key', key).expect(201);
      expect(again.body.id).toBe(first.body.id);
    });
  },
  422: () => {
    it('refuses parts of another organization, each at its pointer', async () => {
      const { theirs } = world();
      const answer = await create({
        phoneNumberId: theirs.phoneNumberId,
        flowId: (await addFlow(world(), theirs)).id,
        contactId: await addContact(world(), theirs),
      });
      expectProblem(answer, 422, 'request.not_valid');
      const pointers = answer.body.errors.map((fault: { pointer: string }) => fault.pointer);
      expect(pointers.toSorted()).toEqual(['/contactId', '/flowId', '/phoneNumberId']);
    });

    it('refuses a number without a published flow, a contact and a number at once, and neither', async () => {
      const { phoneNumberId, flowId } = await parts();
      const number = nextNumber();
      const pointersOf = async (body: object) =>
        (await create(body).expect(422)).body.errors.map((fault: { pointer: string }) => fault.pointer);
      expect(await pointersOf({ phoneNumberId, number })).toEqual(['/flowId']);
      const contactId = await addContact(world(), world().ours);
      expect(await pointersOf({ phoneNumberId, flowId, number, contactId })).toEqual(['/contactId']);
      expect(await pointersOf({ phoneNumberId, flowId })).toEqual(['/contactId']);
    });

    it('refuses a number that somebody earns by being called', async () => {
      const answer = await create({ ...(await parts()), number: '+19002345678' });
      expectProblem(answer, 422, 'request.not_valid');
      expect(answer.body.errors).toEqual([expect.objectContaining({ pointer: '/number' })]);
    });
  },
});
