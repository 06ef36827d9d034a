import { z } from 'zod';
import { emailSchema, nameSchema } from './auth.schema.ts';
import { idSchema, instantSchema, languageSchema, zoneSchema } from './common.schema.ts';

/** An organization as the installation's operator sees it: nothing of what it does. */
export const organizationSchema = z
  .object({
    id: idSchema,
    ref: z.string().meta({ description: 'Public short name, part of webhook addresses.' }),
    name: z.string(),
    closedAt: instantSchema.nullable(),
    createdAt: instantSchema,
  })
  .meta({ id: 'Organization' });

/** Body of a new organization; its first admin gets an invitation by mail. */
export const createOrganizationSchema = z
  .strictObject({
    name: nameSchema,
    ref: z
      .string()
      .regex(/^[a-z0-9](?:[a-z0-9-]{0,58}[a-z0-9])?$/)
      .optional()
      .meta({ description: 'Small letters, digits and hyphens; made from the name when left out.' }),
    adminEmail: emailSchema,
    zone: zoneSchema.default('UTC'),
    language: languageSchema.default('en'),
  })
  .meta({ id: 'CreateOrganization', example: { name: 'Riverside Clinic', adminEmail: 'ada@example.com' } });

/** Body of a change of an organization; what is left out stays. */
export const updateOrganizationSchema = z
  .strictObject({
    name: nameSchema.optional(),
    isClosed: z.boolean().optional().meta({ description: 'False opens a closed organization again.' }),
  })
  .meta({ id: 'UpdateOrganization', example: { isClosed: false } });
