import { type Command, InvalidArgumentError } from 'commander';
import type { z } from 'zod';
import type {
  createProviderKeySchema,
  KeyProvider,
  providerKeySchema,
} from '../../../../contracts/provider-key.schema.ts';
import type { CliContext } from '../../cli-command.types.ts';
import { CliFault } from '../../cli-fault.ts';
import { readSecret } from '../../session/read-secret.ts';

/** A provider key as the API shows it. */
export type ProviderKey = z.output<typeof providerKeySchema>;

type NewKey = z.input<typeof createProviderKeySchema>;
/** A provider's name with its secret, as the API takes it. */
type GivenSecret = NewKey extends infer K ? (K extends NewKey ? Omit<K, 'label'> : never) : never;

/** What of a key may stand in a command line: everything but the secret itself. */
export interface SecretOptions {
  readonly secretStdin?: boolean;
  readonly accountSid?: string;
  readonly host?: string;
  readonly port?: number;
  readonly tls?: boolean;
  readonly user?: string;
}

/** Declares where the secret comes from, and what beside it a provider needs. */
export function withSecretOptions(command: Command): Command {
  return command
    .option('--secret-stdin', 'read the secret from the standard input; else it is asked at the terminal')
    .option('--account-sid <sid>', 'twilio: the account of the auth token')
    .option('--host <host>', 'smtp: the server')
    .option('--port <port>', 'smtp: 587 unless told', port)
    .option('--tls', 'smtp: TLS from the first byte, as on port 465')
    .option('--user <user>', 'smtp: who signs in');
}

/** Asks the secret of a provider; what does not belong to that provider is refused, so that nobody believes it was sent. */
export async function givenSecret(
  context: CliContext,
  provider: KeyProvider,
  options: SecretOptions,
): Promise<GivenSecret> {
  const { accountSid, host, port: portNo, tls: secure, user } = options;
  refuseForeign(provider, options);
  const ask = (what: string) =>
    readSecret(context, { what, isPiped: options.secretStdin === true, option: '--secret-stdin' });
  if (provider === 'twilio') {
    const account = required(accountSid, '--account-sid');
    return { provider, secret: { accountSid: account, authToken: await ask(`auth token of ${account}`) } };
  }
  if (provider === 'smtp') {
    const server = { host: required(host, '--host'), user: required(user, '--user') };
    const more = { ...(portNo !== undefined && { port: portNo }), ...(secure !== undefined && { secure }) };
    const password = await ask(`password of ${server.user} at ${server.host}`);
    return { provider, secret: { ...server, ...more, password } };
  }
  return { provider, secret: { apiKey: await ask(`API key of ${provider}`) } };
}

function required(value: string | undefined, option: string): string {
  if (value === undefined) throw new CliFault(`This provider needs ${option}.`);
  return value;
}

const OWNER: Readonly<Partial<Record<keyof SecretOptions, KeyProvider>>> = {
  accountSid: 'twilio',
  host: 'smtp',
  port: 'smtp',
  tls: 'smtp',
  user: 'smtp',
};

function refuseForeign(provider: KeyProvider, options: SecretOptions): void {
  for (const [option, owner] of Object.entries(OWNER) as [keyof SecretOptions, KeyProvider][])
    if (options[option] !== undefined && owner !== provider)
      throw new CliFault(`Only ${owner} has that: --${option.replace('Sid', '-sid')}.`);
}

function port(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > 65_535)
    throw new InvalidArgumentError('It is a port, from 1 to 65535.');
  return value;
}
