import { defineEntity, p } from '@mikro-orm/postgresql';
import { id, now, orgId, tenantRows } from './columns.ts';

const SuppressionSchema = defineEntity({
  name: 'Suppression',
  ...tenantRows,
  uniques: [{ name: 'suppression_key', properties: ['orgId', 'phoneHash', 'scope'] }],
  properties: {
    orgId: orgId(),
    id: id(),
    phoneHash: p.blob(),
    /** `all`, unless the person chose a topic. */
    scope: p.text().default('all'),
    source: p.text(),
    reason: p.text().nullable(),
    at: now(),
  },
});

/** A number not to be called; wins over everything and outlives the erasure of the person. */
export class Suppression extends SuppressionSchema.class {}
SuppressionSchema.setClass(Suppression);
