import { meSchema, type Role } from '../../../contracts/auth.schema.ts';
import { AppError } from '../../../domain/errors.ts';
import { defineEndpoint } from '../../endpoint.ts';

interface MeRow {
  id: string;
  email: string;
  display_name: string;
  role: Role;
  language: 'en' | 'es' | 'cs';
  org_id: string;
  org_ref: string;
  org_name: string;
}

/** Who the session belongs to. */
export const getMe = defineEndpoint({
  id: 'getMe',
  method: 'get',
  path: '/api/v1/auth/me',
  tag: 'auth',
  summary: 'Get the signed-in person',
  auth: 'person',
  responses: { 200: { description: 'The person and the organization.', schema: meSchema } },
  errors: [],
  handle: async ({ inOrg, principal }) => {
    const row = await inOrg(async (tx) => {
      const found = await tx.query<MeRow>({
        name: 'me',
        text: `SELECT u.id, u.email, u.display_name, u.role, coalesce(u.language, o.default_language) AS language,
                      o.id AS org_id, o.ref AS org_ref, o.name AS org_name
                 FROM "user" u JOIN organization o ON o.id = u.org_id WHERE u.id = $1 AND u.disabled_at IS NULL`,
        values: [principal.userId],
      });
      return found.rows[0];
    });
    if (!row) throw new AppError({ code: 'auth.required', message: 'The account is closed.' });
    return {
      status: 200,
      body: {
        id: row.id,
        email: row.email,
        displayName: row.display_name,
        role: row.role,
        language: row.language,
        sessionId: principal.sessionId,
        organization: { id: row.org_id, ref: row.org_ref, name: row.org_name },
      },
    };
  },
});
