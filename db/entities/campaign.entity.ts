import { defineEntity, p } from '@mikro-orm/postgresql';
import { id, moment, now, orgId, tenantRows } from './columns.ts';

/** Minutes of rule time before the next attempt, by how the last one ended. */
export interface RetryDelayMinutes {
  busy: number;
  no_answer: number;
  failed: number;
}

const states = ['draft', 'scheduled', 'running', 'paused', 'completing', 'completed', 'canceled'] as const;

const CampaignSchema = defineEntity({
  name: 'Campaign',
  ...tenantRows,
  indexes: [
    {
      name: 'campaign_open',
      properties: ['id'],
      where: `state in ('scheduled', 'running', 'paused', 'completing')`,
    },
  ],
  checks: [{ name: 'campaign_window_check', expression: 'window_start_minute < window_end_minute' }],
  properties: {
    orgId: orgId(),
    id: id(),
    name: p.text(),
    state: p.enum(states).default('draft'),
    callListId: p.uuid(),
    flowId: p.uuid(),
    /** Pinned at start. */
    flowVersionId: p.uuid().nullable(),
    phoneNumberId: p.uuid(),
    purpose: p.enum(['informational', 'marketing']),
    /** Minute of the callee's local day, 0 to 1440, start included and end not. */
    windowStartMinute: p
      .integer()
      .default(480)
      .check('window_start_minute >= 0 and window_start_minute <= 1439'),
    windowEndMinute: p.integer().default(1260).check('window_end_minute >= 1 and window_end_minute <= 1440'),
    /** ISO weekdays, 1 is Monday. */
    weekdays: p
      .array((day) => Number(day))
      .columnType('int[]')
      .defaultRaw(`'{1,2,3,4,5,6,7}'`),
    maxAttempts: p.integer().default(3).check('max_attempts > 0'),
    retryDelayMinutes: p
      .json<RetryDelayMinutes>()
      .defaultRaw(`'{"busy": 15, "no_answer": 60, "failed": 60}'`),
    capPerNumber: p.integer().default(3).check('cap_per_number > 0'),
    capWindowHours: p.integer().default(24).check('cap_window_hours > 0'),
    maxConcurrent: p.integer().default(10).check('max_concurrent > 0'),
    /** Calls per second below the account's own; null is the account's. */
    paceCps: p.decimal('number').columnType('numeric').nullable(),
    budgetMicros: p.bigint('number').nullable(),
    costPerCallMicros: p.bigint('number').default(0),
    ringTimeoutSeconds: p
      .integer()
      .default(25)
      .check('ring_timeout_seconds >= 5 and ring_timeout_seconds <= 600'),
    machineDetection: p.boolean().default(false),
    /** Raised by each edit; the ETag of the campaign. */
    revision: p.integer().default(1),
    createdBy: p.uuid().nullable(),
    createdAt: now(),
    startedAt: moment().nullable(),
    finishedAt: moment().nullable(),
    endReason: p.text().nullable(),
  },
});

/** An outbound campaign and its rules; how it runs at this moment is `CampaignControl` and `CampaignCounter`. */
export class Campaign extends CampaignSchema.class {}
CampaignSchema.setClass(Campaign);
