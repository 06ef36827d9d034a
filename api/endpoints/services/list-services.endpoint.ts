import type { z } from 'zod';
import { serviceFilters, serviceSchema } from '../../../contracts/service.schema.ts';
import { SELECT_SERVICES, type ServiceRow, STATUS_SQL } from '../../../db/services/service-instances.ts';
import { defineList } from '../../define-list.ts';
import { toInstant, toInstantOrNull } from '../../http/instant.ts';

/** The processes of the installation, those of the last week that have ended included. */
export const listServices = defineList({
  id: 'listServices',
  path: '/api/v1/services',
  tag: 'services',
  summary: 'List processes',
  description:
    'Every process with its version, task queues and heartbeat; one that ended is kept for a week.',
  auth: 'operator',
  item: serviceSchema,
  select: SELECT_SERVICES,
  key: ['s.id', 'id'],
  sorts: { startedAt: 's.id' },
  sort: '-startedAt',
  filters: serviceFilters,
  where: ({ query }) => [
    [`${STATUS_SQL} = $`, query.status],
    ['s.name = $', query.name],
  ],
  toItem: toService,
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
