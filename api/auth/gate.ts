import type { Pool } from 'pg';
import { type WorkingApiKey, workingApiKey } from '../../db/identity/api-key.ts';
import { operatorTokenVersion } from '../../db/identity/operator.ts';
import { type StandingSession, standingSession } from '../../db/identity/session.ts';
import { tokenHash } from '../../db/identity/token-hash.ts';
import { AppError } from '../../domain/errors.ts';
import type { ApiDeps } from '../deps.ts';
import type { OperatorBearer, PersonBearer } from './access-token.ts';
import type { Operator, Person, Principal } from './principal.ts';
import { RecentAnswers } from './recent-answers.ts';

/** The longest that a revoked session, key or account still works in another process of the API. */
export const GATE_BOUND_MS = 2_000;

/** `ck_live_` and 32 random bytes in base64url. */
const API_KEY = /^ck_live_[A-Za-z0-9_-]{43}$/;

/**
 * Whether a credential that is genuine still counts. What the database says is believed for `GATE_BOUND_MS`, so that a
 * session costs a query every two seconds and not one a request; `forget` makes this process ask again at once. Each
 * throws `auth.required` where the answer is no.
 */
export interface Gate {
  person(bearer: PersonBearer): Promise<Person>;
  operator(bearer: OperatorBearer): Promise<Operator>;
  apiKey(key: string): Promise<Principal>;
  forget(): void;
}

/** The gate over the database. */
export function createGate(pool: Pool, inOrg: ApiDeps['inOrg'], wallMs: () => number): Gate {
  const options = { limit: 20_000, maxAgeMs: GATE_BOUND_MS, wallMs };
  const sessions = new RecentAnswers<StandingSession | null>(options);
  const operators = new RecentAnswers<number | null>(options);
  const apiKeys = new RecentAnswers<WorkingApiKey | null>(options);
  return {
    person: async ({ userId, orgId, role, sessionId, tokenVersion }) => {
      const session = await sessions.get(sessionId, () =>
        inOrg(orgId, (tx) => standingSession(tx, sessionId)),
      );
      // A changed role ends the token too: what it says must be true, and a refresh gives the new one.
      const isCurrent =
        session?.orgId === orgId &&
        session.userId === userId &&
        session.role === role &&
        session.tokenVersion === tokenVersion;
      if (!isCurrent) throw ended('The session has ended.');
      return { kind: 'user', orgId, userId, role, sessionId, apiKeyId: null, scopes: null };
    },
    operator: async ({ operatorId, tokenVersion }) => {
      const version = await operators.get(operatorId, () => operatorTokenVersion(pool, operatorId));
      if (version !== tokenVersion) throw ended('The account is closed or its password was changed.');
      return { kind: 'operator', operatorId };
    },
    apiKey: async (key) => {
      if (!API_KEY.test(key)) throw ended('The API key is not valid.');
      const hash = tokenHash(key).toString('base64');
      const found = await apiKeys.get(hash, () => workingApiKey(pool, key));
      if (!found || (found.expiresAtMs !== null && found.expiresAtMs <= wallMs()))
        throw ended('The API key is not valid.');
      const { orgId, apiKeyId, role, scopes } = found;
      return { kind: 'api_key', orgId, userId: null, role, sessionId: null, apiKeyId, scopes };
    },
    forget: () => {
      for (const answers of [sessions, operators, apiKeys]) answers.clear();
    },
  };
}

function ended(message: string): AppError {
  return new AppError({ code: 'auth.required', message });
}
