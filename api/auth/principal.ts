import type { Role } from '../../contracts/auth.schema.ts';

/**
 * Who asks on behalf of an organization: taken from a verified credential, never from the request itself. A person has
 * `userId` and `sessionId`, an API key has `apiKeyId` and `scopes` and is nobody: its `userId` is null.
 */
export interface Principal {
  readonly kind: 'user' | 'api_key';
  readonly orgId: string;
  readonly userId: string | null;
  readonly role: Role;
  readonly sessionId: string | null;
  readonly apiKeyId: string | null;
  /** What an API key may do, `<group>:read` or `<group>:write`; null for people, whom their role alone binds. */
  readonly scopes: readonly string[] | null;
}

/** A signed-in person: what operations that concern somebody's own account ask for. */
export interface Person extends Principal {
  readonly kind: 'user';
  readonly userId: string;
  readonly sessionId: string;
  readonly apiKeyId: null;
  readonly scopes: null;
}

/** Who runs the installation: outside every organization, and with no way into one. */
export interface Operator {
  readonly kind: 'operator';
  readonly operatorId: string;
}

/** The id that stands for a principal in a log of changes: the person's, or the API key's. */
export function actorIdOf({ userId, apiKeyId }: Principal): string {
  return userId ?? apiKeyId ?? 'nobody';
}
