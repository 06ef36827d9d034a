import { z } from 'zod';
import { instantSchema } from './common.schema.ts';

/** Who did something. */
export const AUDIT_ACTORS = ['user', 'api_key', 'operator', 'system'] as const;

/** One entry of the audit log. `isIntact`: its hash and its link to the entry before hold. */
export const auditEntrySchema = z
  .object({
    seq: z.int().min(1),
    at: instantSchema,
    actor: z.object({ kind: z.enum(AUDIT_ACTORS), id: z.string() }),
    action: z.string().meta({ example: 'campaign.paused' }),
    target: z.object({ kind: z.string(), id: z.string() }),
    detail: z.unknown(),
    ip: z.string().nullable(),
    requestId: z.string().nullable(),
    hash: z.string().meta({ description: 'HMAC-SHA256, hexadecimal.' }),
    isIntact: z.boolean(),
  })
  .meta({ id: 'AuditEntry' });

const text = z.string().min(1).max(200).optional();

/** Filters of the audit log; all that are given must hold. `from` included, `to` not. */
export const auditFilters = {
  actorKind: z.enum(AUDIT_ACTORS).optional(),
  actorId: text,
  action: text.meta({ description: 'An action, or a noun and `.*`.', example: 'campaign.*' }),
  targetKind: text,
  targetId: text,
  from: instantSchema.optional(),
  to: instantSchema.optional(),
};
