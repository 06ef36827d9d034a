import type { Role } from '../../contracts/auth.schema.ts';

/** Who asks: taken from a verified access token, never from the request itself. */
export interface Principal {
  readonly userId: string;
  readonly orgId: string;
  readonly role: Role;
}
