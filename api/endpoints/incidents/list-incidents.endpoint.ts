import { z } from 'zod';
import { incidentSchema } from '../../../contracts/call.schema.ts';
import { pageQuerySchema, pageSchema } from '../../../contracts/common.schema.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { readCursor, toPage, uuidCursorKey } from '../../http/cursor.ts';
import { toInstant, toInstantOrNull } from '../../http/instant.ts';

interface IncidentRow {
  id: string;
  kind: string;
  attempt_id: string | null;
  detail: unknown;
  at: Date;
  resolved_at: Date | null;
}

/** What ought not to have happened and was caught, newest first. */
export const listIncidents = defineEndpoint({
  id: 'listIncidents',
  method: 'get',
  path: '/api/v1/incidents',
  tag: 'incidents',
  summary: 'Duplicate dials caught, late dials, corrections, sweeper repairs',
  auth: 'user',
  query: pageQuerySchema.extend({ kind: z.string().max(100).optional() }),
  responses: { 200: { description: 'One page, newest first.', schema: pageSchema(incidentSchema) } },
  errors: [],
  handle: async ({ inOrg, query }) => {
    const before = readCursor(query.cursor, uuidCursorKey);
    const { rows } = await inOrg((tx) =>
      tx.query<IncidentRow>(
        `SELECT * FROM incident WHERE ($1::uuid IS NULL OR id < $1) AND ($2::text IS NULL OR kind = $2)
         ORDER BY id DESC LIMIT $3`,
        [before, query.kind ?? null, query.limit + 1],
      ),
    );
    return { status: 200, body: toPage(rows, query.limit, (row) => row.id, toIncident) };
  },
});

function toIncident(row: IncidentRow): z.input<typeof incidentSchema> {
  return {
    id: row.id,
    kind: row.kind,
    attemptId: row.attempt_id,
    detail: row.detail,
    at: toInstant(row.at),
    resolvedAt: toInstantOrNull(row.resolved_at),
  };
}
