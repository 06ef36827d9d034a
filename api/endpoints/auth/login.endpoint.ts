import { accessTokenSchema, loginSchema } from '../../../contracts/auth.schema.ts';
import type { Role } from '../../../contracts/auth.schema.ts';
import { AppError } from '../../../domain/errors.ts';
import { ACCESS_TOKEN_SECONDS } from '../../auth/access-token.ts';
import { passwordFits } from '../../auth/password.ts';
import { defineEndpoint } from '../../endpoint.ts';

interface Candidate {
  org_id: string;
  org_ref: string;
  user_id: string;
  role: Role;
  password_hash: string | null;
  disabled_at: Date | null;
}

/** Signs a person in by e-mail and password; failures cost waiting time by address and by e-mail. */
export const login = defineEndpoint({
  id: 'login',
  method: 'post',
  path: '/api/v1/auth/login',
  tag: 'auth',
  summary: 'Log in and get an access token',
  auth: 'none',
  body: loginSchema,
  responses: { 200: { description: 'An access token of ten minutes.', schema: accessTokenSchema } },
  errors: ['auth.bad_credentials', 'auth.throttled'],
  handle: async ({ deps, req, body }) => {
    const address = req.ip ?? 'unknown';
    await deps.loginLimiter.begin(address, body.email);
    const { rows } = await deps.pool.query<Candidate>('SELECT * FROM login_candidates($1)', [body.email]);
    const user = await firstThatFits(rows, body.password, body.organization);
    if (!user) throw new AppError({ code: 'auth.bad_credentials' });
    await deps.loginLimiter.succeed(address, body.email);
    const accessToken = await deps.tokens.sign({
      kind: 'user',
      userId: user.user_id,
      orgId: user.org_id,
      role: user.role,
      sessionId: user.user_id,
      tokenVersion: 0,
    });
    return {
      status: 200,
      body: { accessToken, tokenType: 'Bearer' as const, expiresInSeconds: ACCESS_TOKEN_SECONDS },
    };
  },
});

/** The one account whose password fits; at least one hash is computed, so that an unknown address takes as long. */
async function firstThatFits(
  candidates: readonly Candidate[],
  password: string,
  orgRef: string | undefined,
): Promise<Candidate | undefined> {
  const open = candidates.filter(
    (user) => user.disabled_at === null && (orgRef ?? user.org_ref) === user.org_ref,
  );
  if (open.length === 0) await passwordFits(password, null);
  for (const user of open) if (await passwordFits(password, user.password_hash)) return user;
  return undefined;
}
