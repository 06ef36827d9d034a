import { z } from 'zod';
import { emailSchema, nameSchema, roleSchema } from './auth.schema.ts';
import { idSchema, instantSchema } from './common.schema.ts';

/** What a user may be: signing in, closed, or invited and not yet here. */
export const USER_STATES = ['active', 'disabled', 'invited'] as const;

/** Somebody of the organization; of an invitation the id is the invitation's until it is accepted. */
export const userSchema = z
  .object({
    id: idSchema,
    email: z.string(),
    displayName: z.string().nullable(),
    role: roleSchema,
    state: z.enum(USER_STATES),
    lastLoginAt: instantSchema.nullable(),
    invitationExpiresAt: instantSchema.nullable(),
    createdAt: instantSchema,
  })
  .meta({ id: 'User' });

/** Body of an invitation. */
export const inviteUserSchema = z
  .strictObject({ email: emailSchema, role: roleSchema })
  .meta({ id: 'InviteUser', example: { email: 'grace@example.com', role: 'agent' } });

/** Body of a change of a user; what is left out stays. */
export const updateUserSchema = z
  .strictObject({
    displayName: nameSchema.optional(),
    role: roleSchema.optional(),
    isDisabled: z.boolean().optional().meta({ description: 'False opens a closed account again.' }),
  })
  .meta({ id: 'UpdateUser', example: { role: 'supervisor' } });

/** A session of a user. */
export const userSessionSchema = z
  .object({
    id: idSchema,
    kind: z.enum(['api', 'web']),
    userAgent: z.string().nullable(),
    address: z.string().nullable().meta({ description: 'IP address of the login.' }),
    isCurrent: z.boolean().meta({ description: 'Whether this request came from it.' }),
    createdAt: instantSchema,
    lastUsedAt: instantSchema,
    expiresAt: instantSchema,
  })
  .meta({ id: 'UserSession' });

/** Path of one session of one user. */
export const userSessionParamsSchema = z.object({ id: idSchema, sessionId: idSchema });
