import type { Request } from 'express';
import type { z } from 'zod';
import type { flowDetailSchema, flowSchema, flowVersionSchema } from '../../../contracts/flow.schema.ts';
import type { FlowVersionRow } from '../../../db/flows/flow-versions.ts';
import { AppError } from '../../../domain/errors.ts';
import type { Tx } from '../../deps.ts';
import { toInstant } from '../../http/instant.ts';

/** A flow with its draft's revision and its live version. */
export interface FlowRow {
  id: string;
  name: string;
  requires_suites: boolean;
  created_at: Date;
  revision: number;
  updated_at: Date;
  version_id: string | null;
  version: number | null;
  published_at: Date | null;
}

/** The same with the draft's document. */
export interface FlowDetailRow extends FlowRow {
  document: Record<string, unknown>;
}

const COLUMNS = `f.id, f.name, f.requires_suites, f.created_at, d.revision, d.updated_at,
  v.id AS version_id, v.version, v.published_at`;
const TABLES = `flow f JOIN flow_draft d ON d.org_id = f.org_id AND d.flow_id = f.id
LEFT JOIN flow_version v ON v.org_id = f.org_id AND v.id = f.live_version_id`;

/** Columns and tables of a `FlowRow`, deleted flows among them; conditions over `f` may follow. */
export const SELECT_FLOW = `SELECT ${COLUMNS} FROM ${TABLES}`;

/** The contract shape of a flow row. */
export function toFlow(row: FlowRow): z.input<typeof flowSchema> {
  const { version_id: id, version, published_at: publishedAt } = row;
  return {
    id: row.id,
    name: row.name,
    liveVersion: id && version && publishedAt ? { id, version, publishedAt: toInstant(publishedAt) } : null,
    requiresSuites: row.requires_suites,
    draftRevision: row.revision,
    draftUpdatedAt: toInstant(row.updated_at),
    createdAt: toInstant(row.created_at),
  };
}

/** The contract shape of a flow with its draft. */
export function toFlowDetail(row: FlowDetailRow): z.input<typeof flowDetailSchema> {
  return { ...toFlow(row), document: row.document };
}

/** The contract shape of a published version. */
export function toVersion(flowId: string, row: FlowVersionRow): z.input<typeof flowVersionSchema> {
  const { id, version, reads, published_at: publishedAt } = row;
  return { id, flowId, version, reads, publishedAt: toInstant(publishedAt) };
}

/** The ETag of a flow: the revision of its draft. */
export function flowEtag(row: FlowRow): string {
  return `"${row.revision}"`;
}

/** A flow of the organization with its draft; `lock` holds both against other changes. Throws `flow.not_found`. */
export async function flowById(tx: Tx, id: string, lock = false): Promise<FlowDetailRow> {
  const found = await tx.query<FlowDetailRow>(
    `SELECT ${COLUMNS}, d.document FROM ${TABLES}
      WHERE f.id = $1 AND f.deleted_at IS NULL ${lock ? 'FOR UPDATE OF f, d' : ''}`,
    [id],
  );
  const row = found.rows[0];
  if (!row) throw new AppError({ code: 'flow.not_found' });
  return row;
}

/**
 * Throws `request.precondition_failed` when the draft is not the one that If-Match names; without the header nothing.
 * Source: RFC 9110, section 13.1.1 (If-Match).
 */
export function refuseIfChanged(req: Request, row: FlowRow): void {
  const tags = req
    .get('if-match')
    ?.split(',')
    .map((tag) => tag.trim());
  if (tags && !tags.includes('*') && !tags.includes(flowEtag(row)))
    throw new AppError({ code: 'request.precondition_failed' });
}
