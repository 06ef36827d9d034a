import { z } from 'zod';
import { incidentSchema } from '../../../contracts/call.schema.ts';
import { idSchema } from '../../../contracts/common.schema.ts';
import { defineList } from '../../define-list.ts';
import { toInstant, toInstantOrNull } from '../../http/instant.ts';

interface IncidentRow {
  id: string;
  kind: string;
  attempt_id: string | null;
  detail: unknown;
  at: Date;
  resolved_at: Date | null;
}

/** What ought not to have happened and was caught. */
export const listIncidents = defineList({
  id: 'listIncidents',
  path: '/api/v1/incidents',
  tag: 'incidents',
  summary: 'Duplicate dials caught, late dials, corrections, sweeper repairs',
  item: incidentSchema,
  select: 'SELECT * FROM incident',
  key: ['id', 'id'],
  sorts: { at: 'id' },
  sort: '-at',
  filters: { kind: z.string().max(100).optional(), attemptId: idSchema.optional() },
  where: ({ query }) => [
    ['kind = $', query.kind],
    ['attempt_id = $', query.attemptId],
  ],
  toItem: (row: IncidentRow) => ({
    id: row.id,
    kind: row.kind,
    attemptId: row.attempt_id,
    detail: row.detail,
    at: toInstant(row.at),
    resolvedAt: toInstantOrNull(row.resolved_at),
  }),
});
