import { z } from 'zod';
import { countrySchema, e164Schema, idSchema, instantSchema } from './common.schema.ts';

/** A number that must not be called. `phone` is null where no contact holds it any more: only its keyed hash is kept. */
export const suppressionSchema = z
  .object({
    id: idSchema,
    phone: e164Schema.nullable(),
    scope: z.string(),
    source: z.string(),
    reason: z.string().nullable(),
    at: instantSchema,
  })
  .meta({ id: 'Suppression' });

/** A number to suppress, E.164 or as written in `country`. `scope` is `all` unless the person chose a topic. */
export const createSuppressionSchema = z
  .strictObject({
    phone: z.string().trim().min(3).max(40),
    country: countrySchema.optional(),
    scope: z.string().trim().min(1).max(100).default('all'),
    source: z
      .string()
      .trim()
      .min(1)
      .max(200)
      .default('api')
      .meta({ description: 'Who asked, or which list it is from.' }),
    reason: z.string().trim().min(1).max(500).optional(),
  })
  .meta({ id: 'CreateSuppression' });

/** What one gate said before a dial, as a sentence without personal data. */
const gateSchema = z
  .object({ gate: z.string(), passed: z.boolean(), code: z.string(), detail: z.string() })
  .meta({ id: 'Gate' });

/** One entry of the decision ledger: every gate in order, the rules' version and the evidence that they were given. */
export const decisionSchema = z
  .object({
    id: idSchema,
    seq: z.int(),
    campaignId: idSchema.nullable(),
    attemptId: idSchema,
    at: instantSchema,
    ruleAt: instantSchema.meta({ description: 'The moment that was judged, in rule time.' }),
    verdict: z.enum(['allow', 'not_now', 'block']),
    gates: z.array(gateSchema),
    rulepackVersion: z.string(),
    zones: z.array(z.string()),
    localTimes: z.record(z.string(), z.string()),
    capsCounts: z.record(z.string(), z.unknown()),
    callerId: z.string(),
    facts: z.unknown(),
    inputsHash: z.string(),
  })
  .meta({ id: 'DialDecision' });

/** Why a contact was, or was not, called: where it stands in each campaign now, and every decision, newest first. */
export const contactWhySchema = z
  .object({
    contactId: idSchema,
    suppressed: z.array(z.object({ scope: z.string(), source: z.string(), at: instantSchema })),
    campaigns: z.array(
      z.object({
        campaignId: idSchema,
        campaignName: z.string(),
        campaignState: z.string(),
        state: z.string(),
        outcome: z.string().nullable(),
        reason: z.string().nullable(),
        nextAt: instantSchema.nullable().meta({ description: 'Rule time of the next attempt.' }),
        attemptsMade: z.int(),
        attemptId: idSchema.nullable(),
        attemptState: z.string().nullable(),
      }),
    ),
    decisions: z.array(decisionSchema),
    nextCursor: z.string().nullable(),
  })
  .meta({ id: 'ContactWhy' });
