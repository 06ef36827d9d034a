import type { z } from 'zod';
import type { suppressionSchema } from '../../../contracts/compliance.schema.ts';
import { toInstant } from '../../http/instant.ts';

/** A row of `suppression` with the number of the contact that has its hash, where there is one. */
export interface SuppressionRow {
  id: string;
  phone_e164: string | null;
  scope: string;
  source: string;
  reason: string | null;
  at: Date;
}

/** Columns and tables of a `SuppressionRow`; a WHERE over `s` follows. */
export const SELECT_SUPPRESSION = `SELECT s.id, p.phone_e164, s.scope, s.source, s.reason, s.at
FROM suppression s
LEFT JOIN contact c ON c.org_id = s.org_id AND c.phone_hash = s.phone_hash
LEFT JOIN contact_pii p ON p.org_id = c.org_id AND p.contact_id = c.id`;

/** The contract shape of a suppression row. */
export function toSuppression(row: SuppressionRow): z.input<typeof suppressionSchema> {
  return {
    id: row.id,
    phone: row.phone_e164,
    scope: row.scope,
    source: row.source,
    reason: row.reason,
    at: toInstant(row.at),
  };
}
