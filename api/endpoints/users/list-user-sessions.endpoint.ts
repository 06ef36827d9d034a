import { idParamsSchema, pageQuerySchema, pageSchema } from '../../../contracts/common.schema.ts';
import { userSessionSchema } from '../../../contracts/user.schema.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { readCursor, toPage, uuidCursorKey } from '../../http/cursor.ts';
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
export const listUserSessions = defineEndpoint({
  id: 'listUserSessions',
  method: 'get',
  path: '/api/v1/users/{id}/sessions',
  tag: 'users',
  summary: 'List the sessions of a user',
  auth: 'user',
  params: idParamsSchema,
  query: pageQuerySchema,
  responses: { 200: { description: 'One page, newest first.', schema: pageSchema(userSessionSchema) } },
  errors: ['user.not_found'],
  handle: async ({ inOrg, principal, params, query }) => {
    const before = readCursor(query.cursor, uuidCursorKey);
    const rows = await inOrg(async (tx) => {
      await requireOwnOrAdmin(tx, principal, params.id);
      const found = await tx.query<SessionRow>(
        `SELECT id, kind, user_agent, host(ip) AS address, created_at, last_used_at, expires_at
           FROM user_session
          WHERE user_id = $1 AND revoked_at IS NULL AND expires_at > clock_timestamp()
            AND ($2::uuid IS NULL OR id < $2)
          ORDER BY id DESC LIMIT $3`,
        [params.id, before, query.limit + 1],
      );
      return found.rows;
    });
    const view = (row: SessionRow) => ({
      id: row.id,
      kind: row.kind,
      userAgent: row.user_agent,
      address: row.address,
      isCurrent: row.id === principal.sessionId,
      createdAt: toInstant(row.created_at),
      lastUsedAt: toInstant(row.last_used_at),
      expiresAt: toInstant(row.expires_at),
    });
    return { status: 200, body: toPage(rows, query.limit, (row) => row.id, view) };
  },
});
