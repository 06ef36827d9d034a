import { expect, it } from '@jest/globals';
import { createCampaign } from '../../../api/endpoints/campaigns/create-campaign.endpoint.ts';
import { deleteFlow } from '../../../api/endpoints/flows/delete-flow.endpoint.ts';
import { useApiWorld } from '../harness/api-world-hooks.ts';
import { describeEndpoint } from '../harness/describe-endpoint.ts';
import { expectProblem } from '../harness/generic-blocks.ts';
import { call } from '../harness/requests.ts';
import { addCampaignParts } from '../harness/rows.ts';

const world = useApiWorld();
const create = (body: object) => call(world(), createCampaign, { role: 'admin' }).send(body);

describeEndpoint(createCampaign, world, {
  201: () => {
    it('makes a draft with the usual limits', async () => {
      const parts = await addCampaignParts(world(), world().ours);
      const answer = await create({ name: 'Reminders', ...parts }).expect(201);
      expect(answer.body).toMatchObject({
        ...parts,
        state: 'draft',
        purpose: 'informational',
        window: { startMinute: 480, endMinute: 1260, weekdays: [1, 2, 3, 4, 5, 6, 7] },
        retryDelayMinutes: { busy: 15, no_answer: 60, failed: 60 },
        maxAttempts: 3,
        capPerNumber: 3,
        budgetMicros: null,
        startedAt: null,
      });
      expect(answer.headers.location).toBe(`/api/v1/campaigns/${answer.body.id}`);
    });
  },
  422: () => {
    it('refuses parts of another organization, each at its pointer', async () => {
      const theirs = await addCampaignParts(world(), world().theirs);
      const answer = await create({ name: 'Theirs', ...theirs });
      expectProblem(answer, 422, 'request.not_valid');
      const pointers = answer.body.errors.map((fault: { pointer: string }) => fault.pointer);
      expect(pointers.toSorted()).toEqual(['/callListId', '/flowId', '/phoneNumberId']);
    });

    it('refuses a flow that was deleted', async () => {
      const parts = await addCampaignParts(world(), world().ours);
      await call(world(), deleteFlow, { role: 'admin', id: parts.flowId }).expect(204);
      const { body } = await create({ name: 'Late', ...parts }).expect(422);
      expect(body.errors).toEqual([expect.objectContaining({ pointer: '/flowId', code: 'not_found' })]);
    });

    it('refuses a window that ends before it starts', async () => {
      const parts = await addCampaignParts(world(), world().ours);
      const window = { startMinute: 600, endMinute: 540 };
      const { body } = await create({ name: 'Night', ...parts, window }).expect(422);
      expect(body.errors).toEqual([expect.objectContaining({ pointer: '/window/endMinute' })]);
    });
  },
});
