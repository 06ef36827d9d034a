import { parseArgs } from 'node:util';
import { seed } from '../../db/seed.ts';
import { externalServers } from '../stack/external-servers.ts';
import { layoutOf } from '../stack/layout.ts';
import { loadSecrets } from '../stack/secrets.ts';
import { stackUrls } from '../stack/stack-environment.ts';
import { explain, StackError } from '../stack/stack-error.ts';
import { recordedPorts } from '../stack/stack-ports.ts';
import { readSeedInput } from './seed-variables.ts';

// `npm run seed`: the first organization, its admin and its Twilio account, from the environment.

const usage = `usage: npm run seed [-- --state-dir DIRECTORY]
  Makes the organization ORG_NAME with the admin ADMIN_EMAIL / ADMIN_PASSWORD and the Twilio account
  TWILIO_ACCOUNT_SID / TWILIO_AUTH_TOKEN with its number TWILIO_FROM_NUMBER, or brings them to what these say.
  With OPERATOR_EMAIL / OPERATOR_PASSWORD also the operator, who sees the installation and no organization's rows.
  Limits: TWILIO_CPS (1), TWILIO_MAX_CONCURRENT (10), TWILIO_NUMBER_LANGUAGE (en). Safe to repeat; another number is added.
  In the database of DATABASE_OWNER_URL, else of this clone's running stack.`;

/** The database owner's URL: only migrations and seeds use it. Throws `StackError` when none is known. */
function ownerUrl(stateDir: string | undefined): string {
  const named = process.env['DATABASE_OWNER_URL'];
  if (named) return named;
  const layout = layoutOf(stateDir);
  const ports = recordedPorts(layout);
  if (ports === undefined)
    throw new StackError(
      'No stack was started from this clone, and DATABASE_OWNER_URL names no database.',
      'npm run stack up',
    );
  return stackUrls(ports, loadSecrets(layout), externalServers()).database.owner;
}

/** The database's refusal of a real carrier under warped time, in words. */
function inWords(error: unknown): unknown {
  const isRefused =
    error instanceof Error && 'constraint' in error && error.constraint === 'rule_clock_real_carrier';
  if (!isRefused) return error;
  return new StackError(
    'The demo ran in this database: its calling hours do not run by the clock, so no real carrier may be in it.',
    'seed a database of its own (docs/guide/go-live.md)',
  );
}

try {
  const { values } = parseArgs({
    options: { 'state-dir': { type: 'string' }, help: { type: 'boolean', default: false } },
  });
  if (values.help) console.log(usage);
  else {
    const input = readSeedInput(process.env);
    const { orgRef, orgId } = await seed({ ...input, ownerUrl: ownerUrl(values['state-dir']) });
    console.log(`Seeded ${orgRef} (${orgId}); sign in as ${input.adminEmail}.`);
  }
} catch (error) {
  console.error(explain(inWords(error)));
  process.exitCode = 1;
}
