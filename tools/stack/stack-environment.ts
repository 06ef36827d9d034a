import { createHmac } from 'node:crypto';
import { join } from 'node:path';
import type { ExternalServers } from './external-servers.ts';
import { buildCache, type Layout } from './layout.ts';
import { type DatabaseUrls, databaseUrls } from './parts/postgres.ts';
import type { ProcessName } from './parts/process-table.ts';
import type { StackSecrets } from './secrets.ts';
import type { StackPorts } from './stack-ports.ts';

/** Account SID of the emulator in the development stack. */
export const emulatorAccountSid = `AC${'0'.repeat(31)}1`;

/** Where everything of a running stack is reached. `database.owner` is for migrations and seeds alone. */
export interface StackUrls {
  database: Pick<DatabaseUrls, 'user' | 'system' | 'owner'>;
  redis: string;
  temporal: string;
  temporalNamespace: string;
  /** Undefined with a Temporal of the user's own. */
  temporalUi: string | undefined;
  api: string;
  emulator: string;
}

/** Addresses from the ports of the stack and the servers of the user's own. */
export function stackUrls(ports: StackPorts, secrets: StackSecrets, external: ExternalServers): StackUrls {
  const at = (port: number) => `http://127.0.0.1:${port}`;
  return {
    database: external.database ?? databaseUrls(ports.postgres, secrets),
    redis: external.redisUrl ?? `redis://127.0.0.1:${ports.redis}`,
    temporal: external.temporal?.address ?? `127.0.0.1:${ports.temporal}`,
    temporalNamespace: external.temporal?.namespace ?? 'default',
    temporalUi: external.temporal === undefined ? at(ports.temporalUi) : undefined,
    api: at(ports.api),
    emulator: at(ports.emulator),
  };
}

/** The secret part of the codec endpoint's address: it opens histories, not secrets, and changes with the key. */
function codecEndpointCode({ keyEncryptionKey }: StackSecrets): string {
  return createHmac('sha256', keyEncryptionKey).update('codec endpoint').digest('base64url');
}

/** Where the Temporal UI has payloads decoded. */
export function codecEndpoint(ports: StackPorts, secrets: StackSecrets): string {
  return `http://127.0.0.1:${ports.api}/temporal-codec/${codecEndpointCode(secrets)}`;
}

/** The environment that our processes share. Without the owner's URL: no process needs to own a table. */
export function stackEnvironment(options: {
  layout: Layout;
  ports: StackPorts;
  urls: StackUrls;
  secrets: StackSecrets;
}): Record<string, string> {
  const { layout, ports, urls, secrets } = options;
  return {
    // One small machine runs them all. With 4 MB for the young, collecting took an eighth of a busy worker's time.
    NODE_OPTIONS: '--max-semi-space-size=16',
    // What was compiled once is not compiled again: a worker that was killed is back sooner.
    NODE_COMPILE_CACHE: join(buildCache, 'compiled'),
    DATABASE_URL: urls.database.user,
    DATABASE_SYSTEM_URL: urls.database.system,
    REDIS_URL: urls.redis,
    TEMPORAL_ADDRESS: urls.temporal,
    TEMPORAL_NAMESPACE: urls.temporalNamespace,
    API_HOST: '127.0.0.1',
    API_PORT: String(ports.api),
    PUBLIC_URL: process.env['PUBLIC_URL'] ?? urls.api,
    // Another origin, as a carrier asks its fallback when the first cannot be reached.
    FALLBACK_URL: process.env['FALLBACK_URL'] ?? `http://localhost:${ports.api}`,
    CORS_ORIGINS: process.env['CORS_ORIGINS'] ?? '',
    DEVELOPMENT_HOSTS: process.env['DEVELOPMENT_HOSTS'] ?? '',
    ACCESS_TOKEN_KEY: secrets.accessTokenKey,
    ACCESS_TOKEN_KEY_PREVIOUS: process.env['ACCESS_TOKEN_KEY_PREVIOUS'] ?? '',
    REGISTRATION: process.env['REGISTRATION'] ?? '',
    TRUSTED_PROXIES: process.env['TRUSTED_PROXIES'] ?? '',
    SMTP_URL: process.env['SMTP_URL'] ?? '',
    MAIL_FROM: process.env['MAIL_FROM'] ?? '',
    EVERCALL_KEK: secrets.keyEncryptionKey,
    EVERCALL_KEK_PREVIOUS: process.env['EVERCALL_KEK_PREVIOUS'] ?? '',
    PAYLOAD_CODEC: process.env['PAYLOAD_CODEC'] ?? 'on',
    TEMPORAL_UI_ORIGIN: urls.temporalUi ?? '',
    CODEC_ENDPOINT_CODE: codecEndpointCode(secrets),
    PROVIDER_BASE_URLS: process.env['PROVIDER_BASE_URLS'] ?? '',
    DATA_DIR: join(layout.stateDir, 'data'),
    OBJECT_STORE: process.env['OBJECT_STORE'] ?? '',
    CACHE_DIR: buildCache,
    TRACES_SAMPLE_RATIO: process.env['TRACES_SAMPLE_RATIO'] ?? '',
    TRACE_STORE_ROWS: process.env['TRACE_STORE_ROWS'] ?? '',
    OTEL_EXPORTER_OTLP_ENDPOINT: process.env['OTEL_EXPORTER_OTLP_ENDPOINT'] ?? '',
  };
}

/** What single processes get beside it: on one small machine both workers host every queue. */
export function processEnvironment(
  name: ProcessName,
  options: { layout: Layout; ports: StackPorts; secrets: StackSecrets },
): Record<string, string> {
  const { layout, ports, secrets } = options;
  if (name === 'worker-calls' || name === 'worker-campaigns') return { WORKER_QUEUES: 'all' };
  if (name !== 'emulator') return {};
  return {
    EMULATOR_HOST: '127.0.0.1',
    EMULATOR_PORT: String(ports.emulator),
    EMULATOR_TRUTH: join(layout.stateDir, 'truth.jsonl'),
    EMULATOR_ACCOUNT_SID: emulatorAccountSid,
    EMULATOR_AUTH_TOKEN: secrets.emulatorAuthToken,
    EMULATOR_ALLOW_HOST: '',
  };
}
