import { defineEntity, p } from '@mikro-orm/postgresql';
import { id, moment, now, orgId, tenantRows } from './columns.ts';

const IncidentSchema = defineEntity({
  name: 'Incident',
  ...tenantRows,
  indexes: [{ name: 'incident_kind', properties: ['orgId', 'kind', 'at'] }],
  properties: {
    orgId: orgId(),
    id: id(),
    /** DUPLICATE_DIAL, LATE_DIAL, CARRIER_CORRECTION, SWEEPER_REPAIR … */
    kind: p.text(),
    attemptId: p.uuid().nullable(),
    detail: p.json<unknown>(),
    at: now(),
    resolvedAt: moment().nullable(),
  },
});

/** Something that ought not to have happened, with its evidence. */
export class Incident extends IncidentSchema.class {}
IncidentSchema.setClass(Incident);
