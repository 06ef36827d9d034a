import type { z } from 'zod';
import { attemptSchema, resolveAttemptSchema } from '../../../contracts/call.schema.ts';
import { idParamsSchema } from '../../../contracts/common.schema.ts';
import type { PersonVerdict } from '../../../domain/call/attempt-events.ts';
import { AppError } from '../../../domain/errors.ts';
import { actorIdOf } from '../../auth/principal.ts';
import type { Tx } from '../../deps.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { audited } from '../../http/audited.ts';
import { type AttemptRow, toAttempt } from './attempt-row.ts';

/** Settles an attempt that the carrier's records could not settle; who and why stay as a resolved incident. */
export const resolveAttempt = defineEndpoint({
  id: 'resolveAttempt',
  method: 'post',
  path: '/api/v1/attempts/{id}/resolve',
  tag: 'attempts',
  summary: 'Settle an attempt under review, with a reason',
  auth: 'user',
  idempotent: true,
  params: idParamsSchema,
  body: resolveAttemptSchema,
  responses: { 200: { description: 'The attempt, settled.', schema: attemptSchema } },
  errors: ['attempt.not_found', 'attempt.not_in_review'],
  handle: async (context) => {
    const { deps, inOrg, principal, params, body } = context;
    const row = await inOrg(async (tx) => {
      const settled = await deps.attempts.settleByPerson(tx, params.id, toVerdict(body));
      if (!settled) throw new AppError({ code: 'attempt.not_found' });
      if (settled.refused) throw new AppError({ code: 'attempt.not_in_review' });
      await tx.query(
        `INSERT INTO incident (org_id, kind, attempt_id, detail, resolved_at)
         VALUES ($1, 'REVIEW_RESOLVED', $2, $3, clock_timestamp())`,
        [principal.orgId, params.id, JSON.stringify({ ...body, by: actorIdOf(principal) })],
      );
      const ended = await read(tx, params.id);
      const target = { kind: 'attempt', id: params.id };
      const detail = { verdict: body.verdict, outcome: ended.outcome };
      await audited(context, tx, { action: 'attempt.resolved', target, detail });
      return ended;
    });
    return { status: 200, body: toAttempt(row) };
  },
});

function toVerdict(body: z.output<typeof resolveAttemptSchema>): PersonVerdict {
  return body.verdict === 'rang' ? { kind: 'rang', outcome: body.outcome } : { kind: 'did_not_ring' };
}

async function read(tx: Tx, id: string): Promise<AttemptRow> {
  const { rows } = await tx.query<AttemptRow>('SELECT * FROM call_attempt WHERE id = $1', [id]);
  if (!rows[0]) throw new AppError({ code: 'attempt.not_found' });
  return rows[0];
}
