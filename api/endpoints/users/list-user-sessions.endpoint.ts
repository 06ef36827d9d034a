import { idParamsSchema } from '../../../contracts/common.schema.ts';
import { userSessionSchema } from '../../../contracts/user.schema.ts';
import { defineList } from '../../define-list.ts';
import { toInstant } from '../../http/instant.ts';
import { requireOwnOrAdmin } from './own-or-admin.ts';

interface SessionRow {
  id: string;
  kind: 'api' | 'web';
  user_agent: string | null;
  address: string | null;
  created_at: Date;
  last_used_at: Date;
  expires_at: Date;
}

/** Where a user is signed in; people see their own, admins everybody's. */
export const listUserSessions = defineList({
  id: 'listUserSessions',
  path: '/api/v1/users/{id}/sessions',
  tag: 'users',
  summary: 'List the sessions of a user',
  params: idParamsSchema,
  item: userSessionSchema,
  select: `SELECT id, kind, user_agent, host(ip) AS address, created_at, last_used_at, expires_at FROM user_session`,
  key: ['id', 'id'],
  sorts: { createdAt: 'id' },
  sort: '-createdAt',
  where: ({ params }) => [['user_id = $', params.id], 'revoked_at IS NULL', 'expires_at > clock_timestamp()'],
  errors: ['user.not_found'],
  before: ({ inOrg, principal, params }) => inOrg((tx) => requireOwnOrAdmin(tx, principal, params.id)),
  toItem: (row: SessionRow, principal) => ({
    id: row.id,
    kind: row.kind,
    userAgent: row.user_agent,
    address: row.address,
    isCurrent: row.id === principal.sessionId,
    createdAt: toInstant(row.created_at),
    lastUsedAt: toInstant(row.last_used_at),
    expiresAt: toInstant(row.expires_at),
  }),
});
