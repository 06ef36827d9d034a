import { parseArgs } from 'node:util';
import { createPool } from '../db/pool.ts';
import { eachOrganization } from '../db/secrets/each-organization.ts';
import { rewrapDataKeys } from '../db/secrets/rewrap-data-keys.ts';
import { AppError } from '../domain/errors.ts';
import { boundTo } from '../providers/secrets/data-keys.ts';
import { sealCarrierTokens } from '../db/secrets/seal-carrier-tokens.ts';
import { composeSecrets, keyEncryptionKeys } from '../runtime/compose-secrets.ts';
import { readConfig } from '../runtime/config.ts';
import { stackOfClone } from './rebuild/stack-of-clone.ts';
import { explain } from './stack/stack-error.ts';

// `npx node tools/secrets.ts rewrap`: brings every data key under the key-encryption key in use (docs/guide/secrets.md).

const LOST = 'It lies under neither EVERCALL_KEK nor EVERCALL_KEK_PREVIOUS. What was done before it is kept.';

const usage = `usage: npx node tools/secrets.ts rewrap|seal [--state-dir DIRECTORY]
  rewrap  wraps the data keys of all organizations under EVERCALL_KEK; those under EVERCALL_KEK_PREVIOUS too.
  seal    seals the carrier tokens that lie plain in the database.
  Safe to repeat, and beside running processes. Uses the servers that the environment names, else this clone's.`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { 'state-dir': { type: 'string' }, help: { type: 'boolean', default: false } },
});
const [command] = positionals;
if (values.help || (command !== 'rewrap' && command !== 'seal')) {
  console.error(usage);
  process.exitCode = values.help ? 0 : 2;
} else {
  try {
    await run(command);
  } catch (error) {
    console.error(explain(error));
    if (error instanceof AppError && error.code === 'secret.unreadable') console.error(LOST);
    process.exitCode = 1;
  }
}

async function run(command: 'rewrap' | 'seal'): Promise<void> {
  if (!process.env.DATABASE_URL) Object.assign(process.env, stackOfClone(values['state-dir']));
  const config = readConfig(process.env);
  const pool = createPool(config.DATABASE_URL, { max: 2, name: 'secrets' });
  const { wrapper, box } = composeSecrets(keyEncryptionKeys(config), pool);
  let count = 0;
  try {
    for await (const orgId of eachOrganization(pool)) {
      if (command === 'seal') count += await sealCarrierTokens(pool, box, orgId);
      else
        count += await rewrapDataKeys(pool, orgId, wrapper.kekId, async (row) => {
          const bound = boundTo(orgId, row.version);
          return wrapper.wrap(await wrapper.unwrap(row, bound), bound);
        });
    }
  } finally {
    await pool.end();
  }
  console.log(command === 'seal' ? `${count} carrier accounts sealed` : `${count} data keys wrapped anew`);
}
