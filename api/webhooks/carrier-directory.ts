import type { Language } from '../../contracts/call-instructions.ts';
import { storedPreviousToken, storedToken } from '../../db/secrets/carrier-token.sql.ts';
import type { ApiDeps } from '../deps.ts';
import { ExpiringCache } from '../http/expiring-cache.ts';

/** An organization as its carriers' webhooks need it. Tokens by account, the older one too while it is rotated. */
export interface CarrierOrganization {
  readonly orgId: string;
  readonly ref: string;
  readonly linkKey: Buffer;
  readonly language: Language;
  readonly tokensByAccount: ReadonlyMap<string, readonly string[]>;
  readonly readAtMs: number;
}

/** Finds organizations by their reference in a webhook address. */
export interface CarrierDirectory {
  /** Null when there is none. `notBeforeMs` asks for knowledge of at least that moment. */
  find(ref: string, notBeforeMs?: number): Promise<CarrierOrganization | null>;
}

interface OrganizationRow {
  link_key: Buffer;
  default_language: Language;
}

interface AccountRow {
  account_sid: string;
  auth_token: string;
  auth_token_previous: string | null;
}

/** How long what was read is believed, so that a menu step asks the database nothing; a withdrawn token ends after it. */
export const KEPT_MS = 5_000;
const MOST_ORGANIZATIONS = 5_000;

type DirectoryDeps = Pick<ApiDeps, 'pool' | 'inOrg' | 'clock' | 'webhooks'>;

/** The directory over the database, remembered for seconds. */
export function createCarrierDirectory(deps: DirectoryDeps, provider: 'twilio'): CarrierDirectory {
  const known = new ExpiringCache<CarrierOrganization | 'none'>(MOST_ORGANIZATIONS, () =>
    deps.clock.wallMs(),
  );
  return {
    find: async (ref, notBeforeMs = 0) => {
      const remembered = known.get(ref);
      if (remembered === 'none') return null;
      if (remembered && remembered.readAtMs >= notBeforeMs) return remembered;
      const found = await read(deps, provider, ref);
      known.set(ref, found ?? 'none', deps.clock.wallMs() + (found ? KEPT_MS : 1_000));
      return found;
    },
  };
}

async function read(deps: DirectoryDeps, provider: string, ref: string): Promise<CarrierOrganization | null> {
  const readAtMs = deps.clock.wallMs();
  const found = await deps.pool.query<{ id: string }>('SELECT id FROM organization_by_ref($1)', [ref]);
  const orgId = found.rows[0]?.id;
  if (!orgId) return null;
  const rows = await deps.inOrg(orgId, async (tx) => {
    const organization = await tx.query<OrganizationRow>(
      'SELECT link_key, default_language FROM organization WHERE id = $1',
      [orgId],
    );
    const accounts = await tx.query<AccountRow>(
      `SELECT account_sid, ${storedToken('k')} AS auth_token, ${storedPreviousToken('k')} AS auth_token_previous
         FROM carrier_account k WHERE provider = $1`,
      [provider],
    );
    return { organization: organization.rows[0], accounts: accounts.rows };
  });
  const { organization, accounts } = rows;
  if (!organization) return null;
  const { link_key: linkKey, default_language: language } = organization;
  return { orgId, ref, linkKey, language, tokensByAccount: await openTokens(deps, accounts), readAtMs };
}

/** Opened outside the transaction, since a data key may have to be read first. */
async function openTokens(
  { webhooks }: DirectoryDeps,
  accounts: readonly AccountRow[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const opened = accounts.map(async ({ account_sid: accountSid, auth_token, auth_token_previous }) => {
    const stored = [auth_token, auth_token_previous].filter((token) => token !== null);
    const tokens = stored.map((authToken) => webhooks.openToken({ accountSid, authToken }));
    return [accountSid, await Promise.all(tokens)] as const;
  });
  return new Map(await Promise.all(opened));
}
