import { expect, it } from '@jest/globals';
import { listRecordings } from '../../../api/endpoints/recordings/list-recordings.endpoint.ts';
import { useApiWorld } from '../harness/api-world-hooks.ts';
import { describeEndpoint } from '../harness/describe-endpoint.ts';
import { addRecording } from '../harness/recording-rows.ts';
import { call } from '../harness/requests.ts';

const world = useApiWorld();

const list = async (query = '') =>
  (await call(world(), listRecordings, { role: 'supervisor', query }).expect(200)).body;

describeEndpoint(listRecordings, world, {
  200: () => {
    it('lists ours newest first, by state, call and period, page by page, without what was deleted', async () => {
      const { ours, theirs, inOrg } = world();
      const fetched = await addRecording(world(), ours);
      const pending = await addRecording(world(), ours, 'pending');
      const deleted = await addRecording(world(), ours);
      await addRecording(world(), theirs);
      await inOrg(ours.orgId, (tx) =>
        tx.query('UPDATE recording SET deleted_at = clock_timestamp() WHERE id = $1', [deleted.id]),
      );

      const idsOf = (page: { data: { id: string }[] }) => page.data.map(({ id }) => id).toSorted();
      expect(idsOf(await list())).toEqual([fetched.id, pending.id].toSorted());
      expect(idsOf(await list('?state=pending'))).toEqual([pending.id]);
      expect(idsOf(await list(`?callId=${fetched.callId}&source=voicemail`))).toEqual([fetched.id]);
      expect(idsOf(await list('?from=2100-01-01T00:00:00Z'))).toEqual([]);

      const first = await list('?limit=1');
      const second = await list(`?limit=1&cursor=${first.nextCursor}`);
      expect(idsOf({ data: [...first.data, ...second.data] })).toEqual([fetched.id, pending.id].toSorted());
      expect(second.nextCursor).toBeNull();
    });
  },
});
