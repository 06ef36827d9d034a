import { randomBytes } from 'node:crypto';
import type { ApiDeps } from '../../../api/deps.ts';
import { newRefreshToken } from '../../../api/auth/refresh-token.ts';
import { SCOPE_GROUPS } from '../../../contracts/api-key.schema.ts';
import type { Role } from '../../../contracts/auth.schema.ts';
import { createOrganization } from '../../../db/identity/create-organization.ts';
import { openSession } from '../../../db/identity/session.ts';
import { tokenHash } from '../../../db/identity/token-hash.ts';
import { addUser } from '../../../db/identity/user.ts';

/** Somebody who is signed in. */
export interface SignedIn {
  userId: string;
  sessionId: string;
  accessToken: string;
  refreshToken: string;
}

/** Signs a user in without a password. */
export async function signIn(
  deps: ApiDeps,
  orgId: string,
  userId: string,
  kind: 'api' | 'web' = 'api',
): Promise<SignedIn> {
  const refreshToken = newRefreshToken();
  const session = await deps.inOrg(orgId, (tx) =>
    openSession(tx, { userId, kind, refreshToken, userAgent: 'test', ip: '192.0.2.1' }),
  );
  if (!session) throw new Error('The account is closed.');
  const accessToken = await deps.tokens.sign({ ...session, kind: 'user' });
  return { userId, sessionId: session.sessionId, accessToken, refreshToken };
}

/** Adds a user with the password of the organization's admin, and signs them in. */
export async function addPerson(
  deps: ApiDeps,
  orgId: string,
  role: Role,
  email = `${randomBytes(6).toString('hex')}@example.test`,
): Promise<SignedIn & { email: string }> {
  const userId = await deps.inOrg(orgId, async (tx) => {
    const { rows } = await tx.query<{ id: string }>(
      `INSERT INTO "user" (org_id, email, display_name, role, password_hash)
       SELECT $1, $2, 'Ada', $3, password_hash FROM "user" ORDER BY id LIMIT 1 RETURNING id`,
      [orgId, email, role],
    );
    return rows[0]?.id ?? '';
  });
  return { ...(await signIn(deps, orgId, userId)), email };
}

/**
 * Makes an organization whose admin has an address and the password of another user. Unless it is proven, nobody showed
 * that the admin reads the mail of the address.
 */
export async function addOrganizationOf(
  deps: ApiDeps,
  email: string,
  {
    passwordOf,
    isAddressProven,
  }: { passwordOf: { orgId: string; userId: string }; isAddressProven: boolean },
): Promise<{ orgId: string; userId: string }> {
  const { rows } = await deps.inOrg(passwordOf.orgId, (tx) =>
    tx.query<{ password_hash: string }>('SELECT password_hash FROM "user" WHERE id = $1', [
      passwordOf.userId,
    ]),
  );
  const passwordHash = rows[0]?.password_hash ?? '';
  const organization = { name: 'Somebody', ref: null, zone: 'UTC', language: 'en' } as const;
  return createOrganization(deps.pool, organization, async (tx, { id: orgId }) => {
    const account = {
      orgId,
      email,
      displayName: 'Ada',
      role: 'admin',
      passwordHash,
      isAddressProven,
    } as const;
    return { orgId, userId: (await addUser(tx, account)) ?? '' };
  });
}

/** Every scope there is. */
export const ALL_SCOPES = SCOPE_GROUPS.flatMap((group) => [`${group}:read`, `${group}:write`]);

/** Adds an API key; without `scopes` it has all of them. */
export async function addApiKey(
  deps: ApiDeps,
  orgId: string,
  { role = 'admin', scopes = ALL_SCOPES }: { role?: Role; scopes?: readonly string[] } = {},
): Promise<{ id: string; key: string }> {
  const key = `ck_live_${randomBytes(32).toString('base64url')}`;
  const id = await deps.inOrg(orgId, async (tx) => {
    const { rows } = await tx.query<{ id: string }>(
      `INSERT INTO api_key (org_id, name, prefix, key_hash, role, scopes)
       VALUES ($1, 'test', $2, $3, $4, $5) RETURNING id`,
      [orgId, key.slice(0, 12), tokenHash(key), role, scopes],
    );
    return rows[0]?.id ?? '';
  });
  return { id, key };
}
