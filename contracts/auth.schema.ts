import { z } from 'zod';
import { idSchema } from './common.schema.ts';

/** Roles, weakest first: each may do all that the one before may. */
export const ROLES = ['agent', 'supervisor', 'admin'] as const;
export type Role = (typeof ROLES)[number];

/** Body of a login. `organization` is needed only where one e-mail address belongs to several. */
export const loginSchema = z
  .object({
    email: z.email().max(254),
    password: z.string().min(1).max(1024),
    organization: z.string().max(100).optional().meta({ description: 'Reference of the organization.' }),
  })
  .meta({ id: 'Login' });

/** An access token and its life in seconds. */
export const accessTokenSchema = z
  .object({
    accessToken: z.string(),
    tokenType: z.literal('Bearer'),
    expiresInSeconds: z.int().positive(),
  })
  .meta({ id: 'AccessToken' });

/** The signed-in person. */
export const meSchema = z
  .object({
    id: idSchema,
    email: z.string(),
    displayName: z.string(),
    role: z.enum(ROLES),
    organization: z.object({ id: idSchema, ref: z.string(), name: z.string() }),
  })
  .meta({ id: 'Me' });
