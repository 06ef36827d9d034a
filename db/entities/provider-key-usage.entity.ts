import { defineEntity, p } from '@mikro-orm/postgresql';
import { orgId, tenantRows } from './columns.ts';

const ProviderKeyUsageSchema = defineEntity({
  name: 'ProviderKeyUsage',
  ...tenantRows,
  properties: {
    orgId: orgId(),
    providerKeyId: p.uuid().primary(),
    /** UTC. */
    day: p.date().primary(),
    requests: p.bigint('number').default(0),
    failures: p.bigint('number').default(0),
    tokens: p.bigint('number').default(0),
    seconds: p.bigint('number').default(0),
    costMicros: p.bigint('number').default(0),
  },
});

/** What was used through a provider key on one day. */
export class ProviderKeyUsage extends ProviderKeyUsageSchema.class {}
ProviderKeyUsageSchema.setClass(ProviderKeyUsage);
