import type { Request, Response } from 'express';
import type { z } from 'zod';
import { loginSchema, sessionAnswerSchema } from '../../../contracts/auth.schema.ts';
import { operatorByEmail } from '../../../db/identity/operator.ts';
import { AppError } from '../../../domain/errors.ts';
import { ACCESS_TOKEN_SECONDS } from '../../auth/access-token.ts';
import { auditUser } from '../../auth/audit.ts';
import { type Account, firstThatFits } from '../../auth/first-that-fits.ts';
import { issueSession, sessionAnswer } from '../../auth/issue-session.ts';
import { passwordFits } from '../../../db/identity/password.ts';
import { loggedSignIn } from '../../auth/sign-in-log.ts';
import type { ApiDeps } from '../../deps.ts';
import { defineEndpoint } from '../../endpoint.ts';

type Login = z.output<typeof loginSchema>;
type Answer = z.input<typeof sessionAnswerSchema>;

interface Candidate extends Account {
  org_id: string;
  user_id: string;
}

/** Signs a person in by e-mail and password; tries cost waiting time by address and by account. */
export const login = defineEndpoint({
  id: 'login',
  method: 'post',
  path: '/api/v1/auth/login',
  tag: 'auth',
  summary: 'Log in: tokens for programs, cookies for browsers',
  description:
    'The access token lives ten minutes; POST /api/v1/auth/refresh gives the next. With `session: "web"` both tokens are HTTP-only cookies.',
  auth: 'none',
  body: loginSchema,
  responses: { 200: { description: 'Signed in.', schema: sessionAnswerSchema } },
  errors: ['auth.bad_credentials', 'auth.throttled'],
  handle: async ({ deps, req, res, body }) => {
    const answer = await loggedSignIn({ req, keys: deps.tokenKeys, who: body }, async () => {
      const trier = { address: req.ip ?? 'unknown', account: `${body.as}|${body.email}` };
      await deps.tries.begin('login', trier);
      const isOperator = body.as === 'operator';
      const given = isOperator ? await asOperator(deps, body) : await asUser(deps, req, res, body);
      if (!given) throw new AppError({ code: 'auth.bad_credentials' });
      await deps.tries.succeed('login', trier);
      return given;
    });
    return { status: 200, body: answer };
  },
});

async function asUser(deps: ApiDeps, req: Request, res: Response, body: Login): Promise<Answer | null> {
  const { rows } = await deps.pool.query<Candidate>('SELECT * FROM login_candidates($1)', [body.email]);
  const user = await firstThatFits(rows, body.organization, (hash) => passwordFits(body.password, hash));
  if (!user) return null;
  const issued = await deps.inOrg(user.org_id, async (tx) => {
    const session = await issueSession(tx, req, { userId: user.user_id, kind: body.session });
    if (session)
      await auditUser(tx, req, user.user_id, {
        action: 'session.opened',
        target: { kind: 'session', id: session.session.sessionId },
      });
    return session;
  });
  return issued && sessionAnswer(deps, res, issued);
}

/** An operator's access token stands alone: after ten minutes the password is asked again. */
async function asOperator(deps: ApiDeps, body: Login): Promise<Answer | null> {
  const operator = await operatorByEmail(deps.pool, body.email);
  if (!(await passwordFits(body.password, operator?.password_hash ?? null)) || !operator) return null;
  const accessToken = await deps.tokens.sign({
    kind: 'operator',
    operatorId: operator.id,
    tokenVersion: operator.token_version,
  });
  return {
    session: 'operator',
    accessToken,
    tokenType: 'Bearer',
    expiresInSeconds: ACCESS_TOKEN_SECONDS,
  };
}
