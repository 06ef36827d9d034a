import { UNPROVEN_ACCOUNTS } from '../../db/identity/proven-address.ts';

/** An account of an address, as signing in looks at it. */
export interface Account {
  readonly org_ref: string;
  readonly password_hash: string | null;
  readonly disabled_at: Date | null;
}

/** Accounts of one address that a password is tried on, in their order; beyond them an organization must be named. */
const TRIED = 8;

/** Hashes that a refused sign-in costs at least: of one account, and of all that strangers may add to an address. */
const LEAST_HASHES = 1 + UNPROVEN_ACCOUNTS;

/**
 * The first open account that a password fits, of the organization `orgRef` where one is named. A refusal costs as many
 * hashes whether the address has an account or none, strangers' accounts beside it or not. `fits` takes null as the
 * hash of nobody, does the same work for it and says no.
 */
export async function firstThatFits<T extends Account>(
  accounts: readonly T[],
  orgRef: string | undefined,
  fits: (hash: string | null) => Promise<boolean>,
): Promise<T | undefined> {
  const open = accounts
    .filter((account) => account.disabled_at === null && (orgRef ?? account.org_ref) === account.org_ref)
    .slice(0, TRIED);
  for (const account of open) if (await fits(account.password_hash)) return account;
  for (let done = open.length; done < LEAST_HASHES; done += 1) await fits(null);
  return undefined;
}
