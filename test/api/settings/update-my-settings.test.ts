import { expect, it } from '@jest/globals';
import { getMySettings } from '../../../api/endpoints/settings/get-my-settings.endpoint.ts';
import { updateMySettings } from '../../../api/endpoints/settings/update-my-settings.endpoint.ts';
import { useApiWorld } from '../harness/api-world-hooks.ts';
import { describeEndpoint } from '../harness/describe-endpoint.ts';
import { expectProblem } from '../harness/generic-blocks.ts';
import { call } from '../harness/requests.ts';

const world = useApiWorld();
const wanted = { language: 'cs', zone: 'Europe/Prague', mailNotifications: false };
const read = (role: 'agent' | 'admin' = 'agent') => call(world(), getMySettings, { role }).expect(200);
const update = (body: object, tag: string) =>
  call(world(), updateMySettings, { role: 'agent' }).set('If-Match', tag).send(body);

describeEndpoint(updateMySettings, world, {
  200: () => {
    it('replaces one’s own and nobody else’s', async () => {
      const { body, headers } = await update(wanted, (await read()).headers.etag ?? '').expect(200);
      expect(body).toEqual(wanted);
      const after = await read();
      expect([after.body, after.headers.etag]).toEqual([wanted, headers.etag]);
      expect((await read('admin')).body).toEqual({ language: null, zone: null, mailNotifications: true });
    });
  },
  412: () => {
    it('refuses to write over what was changed meanwhile', async () => {
      const tag = (await read()).headers.etag ?? '';
      const answers = await Promise.all([
        update({ ...wanted, language: 'es' }, tag),
        update({ ...wanted, language: 'en' }, tag),
      ]);
      expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 412]);
      expectProblem(await update(wanted, tag), 412, 'request.precondition_failed');
    });
  },
  428: () => {
    it('asks what was read', async () => {
      const answer = await call(world(), updateMySettings, { role: 'agent' }).send(wanted);
      expectProblem(answer, 428, 'request.precondition_required');
    });
  },
});
