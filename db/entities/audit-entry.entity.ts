import { defineEntity, p } from '@mikro-orm/postgresql';
import { moment, orgId, tenantRows } from './columns.ts';

const AuditEntrySchema = defineEntity({
  name: 'AuditEntry',
  ...tenantRows,
  indexes: [
    { name: 'audit_entry_at', properties: ['orgId', 'at', 'seq'] },
    { name: 'audit_entry_action', properties: ['orgId', 'action', 'seq'] },
    { name: 'audit_entry_actor', properties: ['orgId', 'actorId', 'seq'] },
    { name: 'audit_entry_target', properties: ['orgId', 'targetKind', 'targetId', 'seq'] },
  ],
  checks: [{ name: 'audit_entry_seq_check', expression: 'seq > 0' }],
  properties: {
    orgId: orgId(),
    /** 1, 2, 3 … without a gap. */
    seq: p.bigint('number').primary(),
    at: moment(),
    actorKind: p.enum(['user', 'api_key', 'operator', 'system']),
    actorId: p.text(),
    /** `noun.verb`. */
    action: p.text(),
    targetKind: p.text(),
    targetId: p.text(),
    detail: p.json<unknown>().nullable(),
    ip: p.text().columnType('inet').nullable(),
    requestId: p.text().nullable(),
    prevHash: p.blob(),
    /** HMAC-SHA256 under the organization's audit key over the previous hash and this entry. */
    hash: p.blob(),
  },
});

/** One thing that somebody did; each entry seals the one before, and none is ever changed. */
export class AuditEntry extends AuditEntrySchema.class {}
AuditEntrySchema.setClass(AuditEntry);
