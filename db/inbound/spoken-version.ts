import type { Pool } from 'pg';
import type { Calendar } from '../../contracts/ivr-nodes/calendar.schema.ts';
import { AppError } from '../../domain/errors.ts';
import type { PromptTable } from '../../domain/ivr/graph.types.ts';
import { withOrg } from '../tenant.ts';

/** What a turn needs of a published version outside its run: its words, and the business hours it asks for. */
export interface SpokenVersion {
  prompts: PromptTable;
  /** Null where no condition asks for hours. */
  calendars: Readonly<Record<string, Calendar>> | null;
}

/** Reads a published version as it is spoken; it never changes. Throws `flow.not_found`. */
export async function readSpokenVersion(
  pool: Pool,
  { orgId, flowVersionId }: { orgId: string; flowVersionId: string },
): Promise<SpokenVersion> {
  const text = `SELECT prompts, graph -> 'calendars' AS calendars FROM flow_version WHERE id = $1`;
  const { rows } = await withOrg(pool, orgId, (tx) =>
    tx.query<SpokenVersion>({ name: 'spoken_version', text, values: [flowVersionId] }),
  );
  if (!rows[0]) throw new AppError({ code: 'flow.not_found' });
  return rows[0];
}
