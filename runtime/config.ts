import { z } from 'zod';
import { KEY_PROVIDERS } from '../contracts/provider-key.schema.ts';
import { readS3Url } from '../providers/storage/s3-settings.ts';

const postgresUrl = z.url({ protocol: /^postgres(ql)?$/, error: 'must be a postgres:// URL' });
const key32 = () =>
  z
    .base64({ error: 'must be 32 bytes in base64' })
    .refine((key) => Buffer.from(key, 'base64').length === 32, 'must be 32 bytes in base64');
/** `name=address,name=address` as a record. */
const baseUrls = z
  .string()
  .default('')
  .transform((text) => text.split(',').filter((pair) => pair.trim() !== ''))
  .transform((pairs) => pairs.map((pair) => [pair.split('=')[0]?.trim(), pair.slice(pair.indexOf('=') + 1)]))
  .transform((pairs): unknown => Object.fromEntries(pairs))
  .pipe(z.partialRecord(z.enum(KEY_PROVIDERS), z.string().min(1)));
const count = (fallback: number) => z.coerce.number().int().positive().default(fallback);

/**
 * The whole process configuration. Temporal's own settings (`TEMPORAL_ADDRESS`, `TEMPORAL_NAMESPACE`,
 * `TEMPORAL_PROFILE`, TLS …) are read by `@temporalio/envconfig` and are not repeated here.
 */
export const configSchema = z
  .object({
    DATABASE_URL: postgresUrl.describe('Postgres as app_user: row-level security binds it'),
    DATABASE_SYSTEM_URL: postgresUrl.describe(
      'Postgres as app_system: may only execute the definer functions',
    ),
    REDIS_URL: z.url({ protocol: /^rediss?$/, error: 'must be a redis:// URL' }),
    API_HOST: z.string().default('127.0.0.1'),
    API_PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
    API_REQUESTS_PER_MINUTE: count(600).describe('Requests of one user or API key before 429'),
    CORS_ORIGINS: z
      .string()
      .default('')
      .transform((list) =>
        list
          .split(',')
          .map((origin) => origin.trim())
          .filter(Boolean),
      )
      .pipe(z.array(z.url({ protocol: /^https?$/, error: 'must be origins, separated by commas' })))
      .describe('Origins whose pages may call the API, separated by commas'),
    DEVELOPMENT_HOSTS: z
      .string()
      .default('')
      .transform((list) =>
        list
          .split(',')
          .map((host) => host.trim())
          .filter(Boolean),
      )
      .pipe(z.array(z.string().regex(/^[^\s/@]+:\d+$/, 'must be host:port, separated by commas')))
      .describe('Development only: host:port that customers’ URLs may lead to although not public'),
    PUBLIC_URL: z.url({ protocol: /^https?$/ }).describe('Origin that carriers call; signatures cover it'),
    FALLBACK_URL: z
      .url({ protocol: /^https?$/ })
      .optional()
      .describe('Another origin for the fallback prompt'),
    ACCESS_TOKEN_KEY: key32().describe(
      'Seed of the keys that sign people in: access, refresh and CSRF tokens',
    ),
    ACCESS_TOKEN_KEY_PREVIOUS: key32().optional().describe('The seed before, accepted while it is changed'),
    REGISTRATION: z
      .enum(['open', 'closed'])
      .default('open')
      .describe('closed: organizations are made by operators alone'),
    TRUSTED_PROXIES: z
      .string()
      .default('')
      .transform((text) => text.split(',').flatMap((part) => part.trim() || []))
      .describe('Addresses or networks of proxies before the API, whose X-Forwarded-For is believed'),
    SMTP_URL: z
      .url({ protocol: /^smtps?$/, error: 'must be smtp:// or smtps://' })
      .optional()
      .describe('Mail server, by TLS unless ?requireTLS=false; without it mails are files in DATA_DIR/mail'),
    MAIL_FROM: z.string().max(320).default('Evercall <no-reply@localhost>').describe('Sender of mails'),
    EVERCALL_KEK: key32().describe('Key-encryption key: wraps the data keys that secrets lie under'),
    EVERCALL_KEK_PREVIOUS: key32().optional().describe('The key before, while data keys are re-wrapped'),
    PAYLOAD_CODEC: z
      .enum(['on', 'off'])
      .default('off')
      .describe('on: all that Temporal is given is encrypted; what is not is still read'),
    TEMPORAL_UI_ORIGIN: z
      .url({ protocol: /^https?$/ })
      .optional()
      .describe('Origin of the Temporal UI, whose page may ask the codec endpoint'),
    CODEC_ENDPOINT_CODE: z
      .string()
      .regex(/^[\w-]{32,}$/, 'must be 32 or more letters, digits, - or _')
      .optional()
      .describe('Secret part of the codec endpoint, for a Temporal UI without sign-in'),
    PROVIDER_BASE_URLS: baseUrls.describe(
      'Where providers are reached instead of at their own addresses: `twilio=http://…,openai=http://…`',
    ),
    DATA_DIR: z.string().default('.evercall/data').describe('Uploaded files and other state of this host'),
    OBJECT_STORE: z
      .string()
      .refine(
        (text) => readS3Url(text) !== null,
        'must be s3://[key:secret@]bucket[/prefix][?region=…&endpoint=…]',
      )
      .optional()
      .describe('Bucket of recordings; without it they are files in DATA_DIR'),
    CACHE_DIR: z
      .string()
      .default('.evercall/cache')
      .describe('What can be built again, as the workflow bundle'),
    TIMINGS_SCALE: z.coerce
      .number()
      .positive()
      .default(1)
      .describe('Factor on dial look-up times; below 1 for demo and tests'),
    LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
    DATABASE_POOL_SIZE: count(10),
    WORKER_QUEUES: z
      .enum(['own', 'all'])
      .default('own')
      .describe('all: this worker process hosts every task queue'),
    WORKER_CALL_SLOTS: count(40).describe('placeCall activities at once in this process'),
    WORKER_CACHED_WORKFLOWS: count(1000),
    TRACES_SAMPLE_RATIO: z.coerce
      .number()
      .min(0)
      .max(1)
      .default(0.05)
      .describe('Share of traces that are recorded; 0: none'),
    TRACE_STORE_ROWS: count(200_000).describe('Spans that Postgres keeps at most, for a day'),
    OTEL_EXPORTER_OTLP_ENDPOINT: z
      .url({ protocol: /^https?$/ })
      .optional()
      .describe('Where traces are sent over OTLP, beside Postgres'),
    METRICS_PORT: z.coerce
      .number()
      .int()
      .min(0)
      .max(65_535)
      .optional()
      .describe(
        'Where each process serves its metrics, one process to an address; the API also does at /metrics',
      ),
  })
  .transform((env) => ({ ...env, FALLBACK_URL: env.FALLBACK_URL ?? env.PUBLIC_URL }));

/** Nothing may be stored under a key that nobody keeps: there is no default. */
const KEK_MISSING =
  'config.kek_missing: 32 random bytes in base64; what is stored under it cannot be read without it';

/** The parsed configuration of one process. */
export type Config = z.infer<typeof configSchema>;

/** Thrown when the environment is not valid; the message lists every fault, one a line. */
export class ConfigError extends Error {}

/** The configuration from the environment; throws `ConfigError` that names every wrong or missing variable at once. */
export function readConfig(env: NodeJS.ProcessEnv): Config {
  const parsed = configSchema.safeParse(withoutEmpty(env));
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map((issue) => `  ${issue.path.join('.')}: ${sentence(issue, env)}`);
  throw new ConfigError(`The environment is not valid:\n${faults.join('\n')}`);
}

function withoutEmpty(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
}

function sentence(issue: z.core.$ZodIssue, env: NodeJS.ProcessEnv): string {
  const name = String(issue.path[0]);
  if (env[name]) return issue.message;
  return name === 'EVERCALL_KEK' ? `is missing (${KEK_MISSING})` : 'is missing';
}
