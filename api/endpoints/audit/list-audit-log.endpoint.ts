import { auditEntrySchema, auditFilters } from '../../../contracts/audit.schema.ts';
import { type ListedEntry, listAudit, SELECT_AUDIT } from '../../../db/audit/list-audit.ts';
import { listStatement } from '../../../db/list-statement.ts';
import { defineList } from '../../define-list.ts';

/**
 * The audit log. Each entry is verified as it is read; whether entries are missing is told by
 * `node tools/audit.ts verify`.
 */
export const listAuditLog = defineList({
  id: 'listAuditLog',
  path: '/api/v1/audit-log',
  tag: 'audit',
  summary: 'Audit log, filtered; verified chain',
  item: auditEntrySchema,
  select: SELECT_AUDIT,
  key: ['e.seq', 'seq'],
  sorts: { seq: 'e.seq' },
  sort: '-seq',
  filters: auditFilters,
  where: ({ query }) => [
    ['e.actor_kind = $', query.actorKind],
    ['e.actor_id = $', query.actorId],
    query.action?.endsWith('.*')
      ? ['starts_with(e.action, $)', query.action.slice(0, -1)]
      : ['e.action = $', query.action],
    ['e.target_kind = $', query.targetKind],
    ['e.target_id = $', query.targetId],
    ['e.at >= $', query.from],
    ['e.at < $', query.to],
  ],
  errors: ['secret.unreadable'],
  rows: ({ inOrg, principal }, part) =>
    inOrg((tx) => listAudit(tx, principal.orgId, listStatement('listAuditLog', part))),
  toItem: toBody,
});

function toBody({ entry, hash, isIntact }: ListedEntry) {
  const { seq, actor, action, target, detail, ip, requestId } = entry;
  const at = new Date(entry.atMs).toISOString();
  return { seq, at, actor, action, target, detail, ip, requestId, hash: hash.toString('hex'), isIntact };
}
