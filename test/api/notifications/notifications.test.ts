import { expect, it } from '@jest/globals';
import { listNotifications } from '../../../api/endpoints/notifications/list-notifications.endpoint.ts';
import { readNotification } from '../../../api/endpoints/notifications/read-notification.endpoint.ts';
import { useApiWorld } from '../harness/api-world-hooks.ts';
import { describeEndpoint } from '../harness/describe-endpoint.ts';
import { expectProblem } from '../harness/generic-blocks.ts';
import { call } from '../harness/requests.ts';
import { addNotification } from '../harness/webhook-rows.ts';

const world = useApiWorld();
const list = async (query = '') =>
  (await call(world(), listNotifications, { role: 'agent', query }).expect(200)).body;
const read = (id: string) => call(world(), readNotification, { id, role: 'agent' });

describeEndpoint(listNotifications, world, {
  200: () => {
    it('pages one’s own, newest first, and those that are unread', async () => {
      const first = await addNotification(world(), world().ours);
      const second = await addNotification(world(), world().ours);
      await addNotification(world(), world().ours, world().ours.people.admin.userId);
      const page = await list('?limit=1');
      expect(page.data).toMatchObject([{ id: second, kind: 'campaign.finished', readAt: null }]);
      expect((await list(`?limit=1&cursor=${page.nextCursor}`)).data).toMatchObject([{ id: first }]);
      await read(second).expect(200);
      expect((await list('?isRead=false')).data).toMatchObject([{ id: first }]);
      expect((await list('?isRead=true')).data).toMatchObject([{ id: second }]);
    });
  },
});

describeEndpoint(readNotification, world, {
  200: () => {
    it('keeps the first time', async () => {
      const id = await addNotification(world(), world().ours);
      const first = await read(id).expect(200);
      expect(Date.parse(first.body.readAt)).toBeGreaterThan(Date.now() - 60_000);
      expect((await read(id).expect(200)).body).toEqual(first.body);
      const keyed = () => read(id).set('Idempotency-Key', id).expect(200);
      expect((await keyed()).body).toEqual((await keyed()).body);
    });
  },
  404: () => {
    it('is not for a colleague’s', async () => {
      const id = await addNotification(world(), world().ours, world().ours.people.admin.userId);
      expectProblem(await read(id), 404, 'notification.not_found');
    });
  },
});
