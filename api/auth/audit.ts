import type { Request } from 'express';
import { type AuditRecord, recordAudit } from '../../db/audit/record-audit.ts';
import type { Tx } from '../deps.ts';
import { requestIdOf } from '../http/request-log.ts';
import { actorIdOf, type Operator, type Principal } from './principal.ts';

/** The part of a request that an audit entry is about. */
export interface AuditedRequest {
  readonly req: Request;
  readonly principal: Principal | Operator;
}

type Deed = Pick<AuditRecord, 'action' | 'target' | 'detail'>;

/** Writes what a principal did into the organization's audit chain; call it last in the transaction. */
export function audit(tx: Tx, { req, principal }: AuditedRequest, deed: Deed): Promise<void> {
  const actor =
    principal.kind === 'operator'
      ? { kind: principal.kind, id: principal.operatorId }
      : { kind: principal.kind, id: actorIdOf(principal) };
  return recordAudit(tx, { ...deed, actor, ip: req.ip, requestId: requestIdOf(req) });
}

/** The same for a user who has no principal yet: who signs in, registers or resets a password. */
export function auditUser(tx: Tx, req: Request, userId: string, deed: Deed): Promise<void> {
  const actor = { kind: 'user' as const, id: userId };
  return recordAudit(tx, { ...deed, actor, ip: req.ip, requestId: requestIdOf(req) });
}
