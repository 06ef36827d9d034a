import { expect, it } from '@jest/globals';
import { getImport } from '../../../api/endpoints/contacts/get-import.endpoint.ts';
import { useApiWorld } from '../harness/api-world-hooks.ts';
import { describeEndpoint } from '../harness/describe-endpoint.ts';
import { call } from '../harness/requests.ts';
import { addImport, addList } from '../harness/rows.ts';

const world = useApiWorld();

describeEndpoint(getImport, world, {
  200: () => {
    it('pages through the rows that were not taken, by line', async () => {
      const { ours } = world();
      const id = await addImport(world(), ours, await addList(world(), ours));
      const first = await call(world(), getImport, { id, role: 'admin', query: '?limit=1' }).expect(200);
      expect(first.body).toMatchObject({
        import: { id, state: 'queued' },
        rows: [{ line: 2, code: 'phone.not_valid' }],
      });
      const query = `?limit=1&cursor=${first.body.nextCursor}`;
      const second = await call(world(), getImport, { id, role: 'admin', query }).expect(200);
      expect(second.body).toMatchObject({ rows: [{ line: 3 }], nextCursor: null });
      const some = await call(world(), getImport, { id, role: 'admin', query: '?fields=line' }).expect(200);
      expect(some.body).toEqual({
        import: first.body.import,
        rows: [{ line: 2 }, { line: 3 }],
        nextCursor: null,
      });
    });
  },
});
