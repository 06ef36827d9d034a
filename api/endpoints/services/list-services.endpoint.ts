import type { z } from 'zod';
import { pageSchema } from '../../../contracts/common.schema.ts';
import { listServicesQuerySchema, serviceSchema } from '../../../contracts/service.schema.ts';
import { listInstances, type ServiceRow } from '../../../db/services/service-instances.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { readCursor, toPage, uuidCursorKey } from '../../http/cursor.ts';
import { toInstant, toInstantOrNull } from '../../http/instant.ts';

/** The processes of the installation, those of the last week that have ended included. */
export const listServices = defineEndpoint({
  id: 'listServices',
  method: 'get',
  path: '/api/v1/services',
  tag: 'services',
  summary: 'List processes',
  description:
    'Every process with its version, task queues and heartbeat; one that ended is kept for a week.',
  auth: 'operator',
  query: listServicesQuerySchema,
  responses: {
    200: { description: 'One page, last started first.', schema: pageSchema(serviceSchema) },
  },
  errors: [],
  handle: async ({ deps, query }) => {
    const { limit, status = null, name = null } = query;
    const before = readCursor(query.cursor, uuidCursorKey);
    const rows = await listInstances(deps.pool, { before, status, name, limit: limit + 1 });
    return { status: 200, body: toPage(rows, limit, (row) => row.id, toService) };
  },
});

function toService(row: ServiceRow): z.input<typeof serviceSchema> {
  const { id, name, version, status, queues, host, pid, open_breakers: openBreakers } = row;
  const health = status !== 'running' ? 'unknown' : openBreakers.length > 0 ? 'degraded' : 'healthy';
  return {
    id,
    name,
    version,
    status,
    health,
    openBreakers,
    queues,
    host,
    pid,
    startedAt: toInstant(row.started_at),
    heartbeatAt: toInstant(row.heartbeat_at),
    stoppedAt: toInstantOrNull(row.stopped_at),
  };
}
