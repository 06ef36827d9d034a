import { expect, it } from '@jest/globals';
import { explainContact } from '../../../api/endpoints/contacts/explain-contact.endpoint.ts';
import { useApiWorld } from '../harness/api-world-hooks.ts';
import { describeEndpoint } from '../harness/describe-endpoint.ts';
import { call } from '../harness/requests.ts';
import { addAttempt } from '../harness/rows.ts';

const world = useApiWorld();

describeEndpoint(explainContact, world, {
  200: () => {
    it('reads the decisions aloud, with where the contact stands', async () => {
      const { contactId, attemptId } = await addAttempt(world(), world().ours, 'placed', 'CA-why');
      const { body } = await call(world(), explainContact, { id: contactId, role: 'agent' }).expect(200);
      expect(body).toMatchObject({ contactId, suppressed: [], campaigns: [], nextCursor: null });
      expect(body.decisions).toEqual([
        expect.objectContaining({
          attemptId,
          verdict: 'allow',
          rulepackVersion: 'test',
          zones: ['America/New_York'],
        }),
      ]);
      const query = '?fields=verdict';
      const some = await call(world(), explainContact, { id: contactId, role: 'agent', query }).expect(200);
      expect(some.body).toEqual({ ...body, decisions: [{ verdict: 'allow' }] });
    });

    it('says that the number is suppressed', async () => {
      const { contactId } = await addAttempt(world(), world().ours, 'placed', 'CA-why-2');
      await world().inOrg(world().ours.orgId, (tx) =>
        tx.query(
          `INSERT INTO suppression (org_id, phone_hash, source) SELECT org_id, phone_hash, 'test' FROM contact WHERE id = $1`,
          [contactId],
        ),
      );
      const { body } = await call(world(), explainContact, { id: contactId, role: 'agent' }).expect(200);
      expect(body.suppressed).toEqual([expect.objectContaining({ scope: 'all', source: 'test' })]);
    });
  },
});
