import type { Pool } from 'pg';
import { listCarrierAccounts } from '../../db/numbers/carrier-account.ts';
import { attachmentOf, type NumberRow, writtenNumbers } from '../../db/numbers/number-row.ts';
import { createPool } from '../../db/pool.ts';
import { eachOrganization } from '../../db/secrets/each-organization.ts';
import { withOrg } from '../../db/tenant.ts';
import type { CarrierNumbersRegistry } from '../../domain/number/carrier-numbers.port.ts';
import { lookOf, type NumberDrift } from '../../domain/number/number-drift.ts';
import { ownNumberUrls, type WebhookOrigins } from '../../domain/number/number-urls.ts';
import { createCarrierTokens } from '../../providers/secrets/carrier-token.ts';
import { createTwilioNumbers } from '../../providers/twilio/incoming-numbers.ts';
import { composeSecrets, keyEncryptionKeys } from '../../runtime/compose-secrets.ts';
import { ConfigError, readConfig } from '../../runtime/config.ts';
import { withoutSlash } from '../../runtime/dialing-deps.ts';
import { stackOfClone } from '../rebuild/stack-of-clone.ts';
import { errorMessage } from '../stack/error-code.ts';
import { StackError } from '../stack/stack-error.ts';
import { type Finding, finding } from './finding.ts';

/**
 * The attached numbers of every organization, each compared with what its carrier has: one read-only request a number.
 * Nothing where there is no database to ask, which another finding tells of.
 */
export async function checkNumbers(stateDir: string | undefined): Promise<Finding[]> {
  let config: ReturnType<typeof readConfig>;
  try {
    config = readConfig(process.env['DATABASE_URL'] ? process.env : stackOfClone(stateDir));
  } catch (error) {
    if (error instanceof StackError) return [];
    if (!(error instanceof ConfigError)) throw error;
    const note =
      'not checked: the environment names a database and lacks what opens the carrier accounts in it';
    return [
      finding({
        part: 'numbers',
        state: 'warning',
        note,
        mend: 'export the variables of docker/env.example',
      }),
    ];
  }
  const pool = createPool(config.DATABASE_URL, { max: 2, name: 'doctor' });
  try {
    const { box } = composeSecrets(keyEncryptionKeys(config), pool);
    const origins = {
      publicUrl: withoutSlash(config.PUBLIC_URL),
      fallbackUrl: withoutSlash(config.FALLBACK_URL),
    };
    return await numberFindings(pool, createTwilioNumbers(createCarrierTokens(box)), origins);
  } catch (error) {
    if (isUnreachable(error)) return [];
    return [finding({ part: 'numbers', state: 'warning', note: `not checked: ${errorMessage(error)}` })];
  } finally {
    await pool.end();
  }
}

/** A database that does not answer, or was never migrated: the finding of PostgreSQL, not ours. */
function isUnreachable(error: unknown): boolean {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code !== 'string' || /^(E[A-Z]+|08|57P|42883|42P01|3D000)/.test(code);
}

/** One finding for each number at whose carrier our addresses stand, or may stand. */
export async function numberFindings(
  pool: Pool,
  carriers: CarrierNumbersRegistry,
  origins: WebhookOrigins,
): Promise<Finding[]> {
  const findings: Finding[] = [];
  for await (const orgId of eachOrganization(pool)) {
    const { numbers, accounts } = await withOrg(pool, orgId, async (tx) => ({
      numbers: await writtenNumbers(tx),
      accounts: await listCarrierAccounts(tx),
    }));
    for (const number of numbers) {
      const account = accounts.find(({ id }) => id === number.carrierAccountId);
      if (!account) continue;
      const answer = await carriers.forAccount(account).findNumber(number.e164);
      const wanted = ownNumberUrls(origins, number.orgRef);
      findings.push(toFinding(number, lookOf(answer, number.writtenUrls, wanted).drift));
    }
  }
  return findings;
}

const REATTACH = 'attach it again: POST /api/v1/phone-numbers';

function toFinding(number: NumberRow & { orgRef: string }, drift: NumberDrift): Finding {
  const known = { part: number.e164, how: `organization ${number.orgRef}`, location: number.provider };
  const attachment = attachmentOf(number);
  if (attachment !== 'attached') {
    const note = `${attachment}, and cut off on the way`;
    const mend = attachment === 'attaching' ? REATTACH : 'detach it again: DELETE /api/v1/phone-numbers/{id}';
    return finding({ ...known, state: 'warning', note, mend });
  }
  switch (drift.state) {
    case 'drifted': {
      const fields = drift.fields.map(({ field, found }) => `${field} is ${found || 'not set'}`).join('; ');
      return finding({
        ...known,
        state: 'broken',
        note: `changed at the carrier: ${fields}`,
        mend: REATTACH,
      });
    }
    case 'outdated':
      return finding({
        ...known,
        state: 'broken',
        note: 'the carrier has an address that is ours no more',
        mend: REATTACH,
      });
    case 'gone':
      return finding({
        ...known,
        state: 'broken',
        note: 'the carrier account does not have it any more',
        mend: 'detach it: DELETE /api/v1/phone-numbers/{id}',
      });
    case 'unknown':
      return finding({ ...known, state: 'warning', reachable: false, note: `no answer: ${drift.reason}` });
    case 'in_sync':
    case 'not_attached':
      return finding({ ...known, state: 'ok', reachable: true, note: 'as we wrote it' });
  }
}
