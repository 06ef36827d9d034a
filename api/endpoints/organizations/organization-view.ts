import type { z } from 'zod';
import type { organizationSchema } from '../../../contracts/organization.schema.ts';
import { type OrganizationRow, organizationRow } from '../../../db/identity/organization-row.ts';
import { AppError } from '../../../domain/errors.ts';
import type { Tx } from '../../deps.ts';
import { toInstant, toInstantOrNull } from '../../http/instant.ts';

/** An organization as the API shows it to operators. */
export function toOrganization(row: OrganizationRow): z.input<typeof organizationSchema> {
  return {
    id: row.id,
    ref: row.ref,
    name: row.name,
    closedAt: toInstantOrNull(row.closed_at),
    createdAt: toInstant(row.created_at),
  };
}

/** The organization that `tx` is in; throws `organization.not_found`. */
export async function requireOrganization(tx: Tx): Promise<OrganizationRow> {
  const row = await organizationRow(tx);
  if (!row) throw new AppError({ code: 'organization.not_found' });
  return row;
}
