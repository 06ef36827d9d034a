import { defineEntity, p } from '@mikro-orm/postgresql';
import { id, moment, now, orgId, tenantRows } from './columns.ts';

const CampaignContactSchema = defineEntity({
  name: 'CampaignContact',
  ...tenantRows,
  uniques: [{ name: 'campaign_contact_key', properties: ['orgId', 'campaignId', 'contactId'] }],
  indexes: [
    {
      name: 'campaign_contact_due',
      columns: [
        { name: 'orgId' },
        { name: 'campaignId' },
        { name: 'priority', sort: 'desc' },
        { name: 'nextAt' },
      ],
      properties: ['orgId', 'campaignId', 'priority', 'nextAt'],
      where: `state = 'pending'`,
    },
    {
      name: 'campaign_contact_leased',
      properties: ['orgId', 'campaignId', 'leaseUntil'],
      where: `state = 'leased'`,
    },
    { name: 'campaign_contact_state', properties: ['orgId', 'campaignId', 'state'] },
    { name: 'campaign_contact_contact', properties: ['orgId', 'contactId'] },
  ],
  properties: {
    orgId: orgId(),
    id: id(),
    campaignId: p.uuid(),
    contactId: p.uuid(),
    state: p.enum(['pending', 'leased', 'calling', 'done', 'blocked', 'review']).default('pending'),
    outcome: p.text().nullable(),
    reason: p.text().nullable(),
    /** Rule time; not before it. */
    nextAt: moment().defaultRaw(`'1970-01-01 00:00:00+00'`),
    priority: p.integer().default(0),
    attemptsMade: p.integer().default(0),
    /** The attempt under way or the last one. */
    attemptId: p.uuid().nullable(),
    /** Wall time. */
    leaseUntil: moment().nullable(),
    updatedAt: now(),
  },
});

/** One contact's place in one campaign: where it stands and when it is due. */
export class CampaignContact extends CampaignContactSchema.class {}
CampaignContactSchema.setClass(CampaignContact);
