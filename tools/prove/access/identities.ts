import { MINIMUM_ROLE } from '../../../api/auth/permissions.ts';
import type { Endpoint } from '../../../api/endpoint.ts';
import { ROLES, type Role } from '../../../contracts/auth.schema.ts';
import type { ApiWorld, TestOrg } from '../../../test/api/harness/api-world.ts';
import { addApiKey, ALL_SCOPES, signIn } from '../../../test/api/harness/people.ts';

/** Somebody who asks: a person of a role, an API key, an operator, or nobody. */
export interface Identity {
  readonly name: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly kind: 'nobody' | 'person' | 'api_key' | 'operator';
  readonly role: Role | null;
  readonly hasScope: boolean;
}

/** How an operation meets somebody: it lets them act, asks who they are, or refuses them. */
export type Reception = 'admitted' | 'unauthenticated' | 'forbidden';

const bearer = (token: string) => ({ Authorization: `Bearer ${token}` });

/** The people of an organization, signed in anew, since an operation may end the session that asks. */
export async function peopleOf({ deps }: ApiWorld, org: TestOrg): Promise<Identity[]> {
  return Promise.all(
    ROLES.map(async (role) => {
      const { accessToken } = await signIn(deps, org.orgId, org.people[role].userId);
      return { name: role, headers: bearer(accessToken), kind: 'person' as const, role, hasScope: true };
    }),
  );
}

/** Everybody who may ask for an operation in vain or not: each role, keys with and without its scope, operator, nobody. */
export async function everybody(world: ApiWorld, endpoint: Endpoint): Promise<Identity[]> {
  const { deps, ours, operatorToken } = world;
  const key = async (name: string, role: Role, hasScope: boolean): Promise<Identity> => {
    const scopes = hasScope ? ALL_SCOPES : ALL_SCOPES.filter((scope) => scope !== endpoint.scope);
    const made = await addApiKey(deps, ours.orgId, { role, scopes });
    return { name, headers: bearer(made.key), kind: 'api_key', role, hasScope };
  };
  return [
    { name: 'nobody', headers: {}, kind: 'nobody', role: null, hasScope: false },
    ...(await peopleOf(world, ours)),
    await key('API key of an agent', 'agent', true),
    await key('API key of an admin', 'admin', true),
    await key('API key without the scope', 'admin', false),
    {
      name: 'operator',
      headers: bearer(operatorToken),
      kind: 'operator',
      role: null,
      hasScope: false,
    },
  ];
}

/** What the table of roles and the operation's own words say, worked out apart from the code that enforces them. */
export function expectedReception(endpoint: Endpoint, identity: Identity): Reception {
  if (endpoint.auth === 'none' || endpoint.auth === 'signed') return 'admitted';
  if (identity.kind === 'nobody') return 'unauthenticated';
  if (endpoint.auth === 'operator') return identity.kind === 'operator' ? 'admitted' : 'forbidden';
  const minimum = MINIMUM_ROLE[endpoint.id];
  if (identity.role === null || minimum === undefined) return 'forbidden';
  if (ROLES.indexOf(identity.role) < ROLES.indexOf(minimum)) return 'forbidden';
  if (identity.kind === 'person') return 'admitted';
  return endpoint.auth === 'user' && identity.hasScope ? 'admitted' : 'forbidden';
}
