import { loadClientConfigProfile, toClientOptions } from '@temporalio/envconfig';
import type { ConnectionOptions } from '@temporalio/client';
import type { DatabaseUrls } from './parts/postgres.ts';
import { StackError } from './stack-error.ts';

/** Servers that the user runs and the environment names; the stack uses them and never starts or ends them. */
export interface ExternalServers {
  database?: Pick<DatabaseUrls, 'user' | 'system' | 'owner'>;
  redisUrl?: string;
  temporal?: { address: string; namespace: string; connection: ConnectionOptions };
}

function externalDatabase(env: NodeJS.ProcessEnv): ExternalServers['database'] {
  const { DATABASE_URL: user, DATABASE_SYSTEM_URL: system, DATABASE_OWNER_URL: owner } = env;
  if (!user) return undefined;
  if (system && owner) return { user, system, owner };
  throw new StackError(
    'DATABASE_URL names a PostgreSQL of your own, but DATABASE_SYSTEM_URL or DATABASE_OWNER_URL is missing.',
    'set all three (tools/stack/roles.sql makes the roles), or unset DATABASE_URL',
  );
}

function externalTemporal(): ExternalServers['temporal'] {
  const profile = loadClientConfigProfile();
  if (!profile.address) return undefined;
  const { connectionOptions, namespace = 'default' } = toClientOptions(profile);
  const { address, tls, apiKey, metadata } = connectionOptions;
  const connection: ConnectionOptions = {
    address: address ?? profile.address,
    ...(tls === undefined ? {} : { tls }),
    ...(apiKey === undefined ? {} : { apiKey }),
    ...(metadata === undefined ? {} : { metadata: Object.fromEntries(Object.entries(metadata)) }),
  };
  return { address: profile.address, namespace, connection };
}

/** Reads DATABASE_URL (with its system and owner URLs), REDIS_URL and Temporal's own settings (environment, temporal.toml). */
export function externalServers(env: NodeJS.ProcessEnv = process.env): ExternalServers {
  const database = externalDatabase(env);
  const temporal = externalTemporal();
  return {
    ...(database === undefined ? {} : { database }),
    ...(env['REDIS_URL'] ? { redisUrl: env['REDIS_URL'] } : {}),
    ...(temporal === undefined ? {} : { temporal }),
  };
}
