import { callDetailSchema } from '../../../contracts/call.schema.ts';
import { idParamsSchema } from '../../../contracts/common.schema.ts';
import { AppError } from '../../../domain/errors.ts';
import type { Tx } from '../../deps.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { toInstant, toInstantOrNull } from '../../http/instant.ts';
import { type CallRow, toCall } from './call-row.ts';

interface LegRow {
  id: string;
  kind: string;
  state: string;
  provider_call_id: string | null;
  started_at: Date | null;
  ended_at: Date | null;
}

interface EventRow {
  seq: number;
  from_state: string | null;
  to_state: string;
  cause: string;
  detail: Record<string, unknown> | null;
  at: Date;
}

/** One call with its parties and every change of the attempt behind it. */
export const getCall = defineEndpoint({
  id: 'getCall',
  method: 'get',
  path: '/api/v1/calls/{id}',
  tag: 'calls',
  summary: 'Get a call with its legs and timeline',
  auth: 'user',
  params: idParamsSchema,
  responses: { 200: { description: 'The call.', schema: callDetailSchema } },
  errors: ['call.not_found'],
  handle: async ({ inOrg, params }) => {
    const body = await inOrg(async (tx) => {
      const { rows } = await tx.query<CallRow>('SELECT * FROM call WHERE id = $1', [params.id]);
      const row = rows[0];
      if (!row) throw new AppError({ code: 'call.not_found' });
      return {
        call: toCall(row),
        legs: await legsOf(tx, row.id),
        timeline: row.attempt_id ? await timelineOf(tx, row.attempt_id) : [],
        path: row.path,
        variables: row.variables,
      };
    });
    return { status: 200, body };
  },
});

async function legsOf(tx: Tx, callId: string) {
  const { rows } = await tx.query<LegRow>(
    'SELECT id, kind, state, provider_call_id, started_at, ended_at FROM call_leg WHERE call_id = $1 ORDER BY id',
    [callId],
  );
  return rows.map((leg) => ({
    id: leg.id,
    kind: leg.kind,
    state: leg.state,
    providerCallId: leg.provider_call_id,
    startedAt: toInstantOrNull(leg.started_at),
    endedAt: toInstantOrNull(leg.ended_at),
  }));
}

async function timelineOf(tx: Tx, attemptId: string) {
  const { rows } = await tx.query<EventRow>(
    'SELECT seq, from_state, to_state, cause, detail, at FROM attempt_event WHERE attempt_id = $1 ORDER BY seq LIMIT 500',
    [attemptId],
  );
  return rows.map(({ seq, from_state, to_state, cause, detail, at }) => ({
    seq,
    from: from_state,
    to: to_state,
    cause,
    detail,
    at: toInstant(at),
  }));
}
