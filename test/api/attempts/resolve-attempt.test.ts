import { expect, it } from '@jest/globals';
import { resolveAttempt } from '../../../api/endpoints/attempts/resolve-attempt.endpoint.ts';
import { useApiWorld } from '../harness/api-world-hooks.ts';
import { describeEndpoint } from '../harness/describe-endpoint.ts';
import { expectProblem } from '../harness/generic-blocks.ts';
import { call } from '../harness/requests.ts';
import { addAttempt } from '../harness/rows.ts';

const world = useApiWorld();
const resolve = (id: string, body: object) =>
  call(world(), resolveAttempt, { id, role: 'supervisor' }).send(body);

describeEndpoint(resolveAttempt, world, {
  200: () => {
    it('settles it, frees the number, keeps who and why, and tells the call’s workflow', async () => {
      const { ours, inOrg } = world();
      const { attemptId } = await addAttempt(world(), ours, 'review');
      const reason = 'the person says that it rang';
      const { body } = await resolve(attemptId, { verdict: 'rang', outcome: 'no_answer', reason }).expect(
        200,
      );
      expect(body).toMatchObject({ id: attemptId, state: 'ended', outcome: 'no_answer', cause: 'person' });
      const { rows } = await inOrg(ours.orgId, (tx) =>
        tx.query(
          `SELECT i.detail, o.payload FROM incident i JOIN outbox o ON o.payload ->> 'attemptId' = i.attempt_id::text
           WHERE i.attempt_id = $1 AND i.kind = 'REVIEW_RESOLVED'`,
          [attemptId],
        ),
      );
      expect(rows).toEqual([
        {
          detail: expect.objectContaining({ reason, by: ours.people.supervisor.userId }),
          payload: expect.objectContaining({ type: 'call_ended', attemptId }),
        },
      ]);
    });
  },
  409: () => {
    it('refuses an attempt that no person has to settle, and leaves it as it is', async () => {
      const { attemptId } = await addAttempt(world(), world().ours, 'placed', 'CA-settled');
      const answer = await resolve(attemptId, { verdict: 'did_not_ring', reason: 'by mistake' });
      expectProblem(answer, 409, 'attempt.not_in_review');
    });
  },
  422: () => {
    it('asks for a reason', async () => {
      const { attemptId } = await addAttempt(world(), world().ours, 'review');
      const { body } = await resolve(attemptId, { verdict: 'did_not_ring' }).expect(422);
      expect(body.errors).toEqual([expect.objectContaining({ pointer: '/reason' })]);
    });
  },
});
