import { expect, it } from '@jest/globals';
import { listVoicemail } from '../../../api/endpoints/voicemail/list-voicemail.endpoint.ts';
import { useApiWorld } from '../harness/api-world-hooks.ts';
import { describeEndpoint } from '../harness/describe-endpoint.ts';
import { addVoicemail } from '../harness/recording-rows.ts';
import { call } from '../harness/requests.ts';
import { addPhoneNumber } from '../harness/rows.ts';

const world = useApiWorld();

const list = async (query = '') =>
  (await call(world(), listVoicemail, { role: 'agent', query }).expect(200)).body;
const idsOf = (...pages: { data: { id: string }[] }[]) =>
  pages.flatMap(({ data }) => data.map(({ id }) => id)).toSorted();

describeEndpoint(listVoicemail, world, {
  200: () => {
    it('lists ours newest first, by state, number, caller and period, page by page', async () => {
      const { ours, theirs } = world();
      const other = await addPhoneNumber(world(), ours);
      const fresh = await addVoicemail(world(), ours, { created_at: '2026-03-01T10:00:00Z' });
      const read = await addVoicemail(world(), ours, { state: 'read', created_at: '2026-03-02T10:00:00Z' });
      const elsewhere = await addVoicemail(world(), ours, {
        phone_number_id: other,
        from_e164: '+12125550199',
        created_at: '2026-03-03T10:00:00Z',
      });
      await addVoicemail(world(), ours, { deleted_at: new Date() });
      await addVoicemail(world(), theirs);

      expect(idsOf(await list())).toEqual([fresh.id, read.id, elsewhere.id].toSorted());
      expect(idsOf(await list('?state=read'))).toEqual([read.id]);
      expect(idsOf(await list(`?phoneNumberId=${other}`))).toEqual([elsewhere.id]);
      expect(idsOf(await list('?caller=%2B12125550199'))).toEqual([elsewhere.id]);
      expect(idsOf(await list('?from=2026-03-02T00:00:00Z&to=2026-03-03T00:00:00Z'))).toEqual([read.id]);

      const first = await list('?limit=2');
      const second = await list(`?limit=2&cursor=${first.nextCursor}`);
      expect(first.data).toHaveLength(2);
      expect(idsOf(first, second)).toEqual([fresh.id, read.id, elsewhere.id].toSorted());
      expect(second.nextCursor).toBeNull();
    });
  },
  422: () => {
    it('refuses a state and a caller that are none', async () => {
      for (const query of ['?state=heard', '?caller=bob', '?from=yesterday'])
        await call(world(), listVoicemail, { role: 'agent', query }).expect(422);
    });
  },
});
