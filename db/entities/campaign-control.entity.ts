import { defineEntity, p } from '@mikro-orm/postgresql';
import { now, orgId, tenantRows } from './columns.ts';

const CampaignControlSchema = defineEntity({
  name: 'CampaignControl',
  ...tenantRows,
  properties: {
    orgId: orgId(),
    campaignId: p.uuid().primary(),
    /** Raised by each steering; a dial prepared under an older one is not made. */
    version: p.integer().default(1),
    paused: p.boolean().default(false),
    canceled: p.boolean().default(false),
    paceCps: p.decimal('number').columnType('numeric').nullable(),
    maxConcurrent: p.integer().check('max_concurrent > 0'),
    budgetMicros: p.bigint('number').nullable(),
    updatedBy: p.text(),
    reason: p.text().nullable(),
    updatedAt: now(),
  },
});

/** How a running campaign is steered; read by the claim and by every dial, so in force before the next one. */
export class CampaignControl extends CampaignControlSchema.class {}
CampaignControlSchema.setClass(CampaignControl);
