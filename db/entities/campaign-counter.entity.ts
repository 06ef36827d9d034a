import { defineEntity, p } from '@mikro-orm/postgresql';
import { orgId, tenantRows } from './columns.ts';

const CampaignCounterSchema = defineEntity({
  name: 'CampaignCounter',
  ...tenantRows,
  checks: [
    { name: 'campaign_counter_in_flight_check', expression: 'in_flight >= 0' },
    { name: 'campaign_counter_reserved_check', expression: 'reserved_micros >= 0' },
  ],
  properties: {
    orgId: orgId(),
    campaignId: p.uuid().primary(),
    total: p.integer().default(0),
    inFlight: p.integer().default(0),
    placed: p.integer().default(0),
    answered: p.integer().default(0),
    spentMicros: p.bigint('number').default(0),
    reservedMicros: p.bigint('number').default(0),
  },
});

/** What a campaign has used; a conditional UPDATE of this row reserves concurrency and budget for a dial. */
export class CampaignCounter extends CampaignCounterSchema.class {}
CampaignCounterSchema.setClass(CampaignCounter);
