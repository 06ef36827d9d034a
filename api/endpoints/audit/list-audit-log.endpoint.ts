import { auditEntrySchema, auditQuerySchema } from '../../../contracts/audit.schema.ts';
import { pageSchema } from '../../../contracts/common.schema.ts';
import { type ListedEntry, listAudit } from '../../../db/audit/list-audit.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { numberCursorKey, readCursor, toPage } from '../../http/cursor.ts';

/**
 * The audit log, newest first. Each entry is verified as it is read; whether entries are missing is told by
 * `node tools/audit.ts verify`.
 */
export const listAuditLog = defineEndpoint({
  id: 'listAuditLog',
  method: 'get',
  path: '/api/v1/audit-log',
  tag: 'audit',
  summary: 'Audit log, filtered; verified chain',
  auth: 'user',
  query: auditQuerySchema,
  responses: { 200: { description: 'One page, newest first.', schema: pageSchema(auditEntrySchema) } },
  errors: ['secret.unreadable'],
  handle: async ({ inOrg, principal, query }) => {
    const before = readCursor(query.cursor, numberCursorKey);
    const rows = await inOrg((tx) =>
      listAudit(tx, principal.orgId, { ...query, before, limit: query.limit + 1 }),
    );
    return { status: 200, body: toPage(rows, query.limit, ({ entry }) => entry.seq, toBody) };
  },
});

function toBody({ entry, hash, isIntact }: ListedEntry) {
  const { seq, actor, action, target, detail, ip, requestId } = entry;
  const at = new Date(entry.atMs).toISOString();
  return { seq, at, actor, action, target, detail, ip, requestId, hash: hash.toString('hex'), isIntact };
}
