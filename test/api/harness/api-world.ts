import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import { Client, Connection } from '@temporalio/client';
import type { Express } from 'express';
import type { Pool } from 'pg';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import supertest, { type Agent } from 'supertest';
import { createApp } from '../../../api/app.ts';
import { type ApiParts, composeApi } from '../../../api/compose.ts';
import type { ApiDeps } from '../../../api/deps.ts';
import type { Role } from '../../../contracts/auth.schema.ts';
import { KEY_PROVIDERS } from '../../../contracts/provider-key.schema.ts';
import { createPool } from '../../../db/pool.ts';
import { seed } from '../../../db/seed.ts';
import { Breakers } from '../../../providers/breakers/breakers.ts';
import type { ProviderBaseUrls } from '../../../providers/key-checks/key-checks.ts';
import { apiAdapters } from '../../../runtime/compose-api.ts';
import { composeSecrets } from '../../../runtime/compose-secrets.ts';
import type { PayloadKeys } from '../../../runtime/payload-keys.ts';
import { DIAL_TIMINGS } from '../../../domain/call/dial-timings.ts';
import { createFileStore } from '../../../providers/storage/file-store.ts';
import { createClock } from '../../../domain/clock.ts';
import type { MailMessage } from '../../../providers/mail/mail.port.ts';
import { testDatabase } from '../../harness/test-database.ts';
import { testTemporal } from '../../harness/test-temporal.ts';
import { ENDPOINTS } from '../../../api/endpoints.ts';
import { type DoneRequests, noteDone } from './done-requests.ts';
import { addApiKey, addPerson, type SignedIn, signIn } from './people.ts';

export const PUBLIC_URL = 'https://api.evercall.test';
export const FALLBACK_URL = 'https://fallback.evercall.test';
export const FRIENDLY_ORIGIN = 'https://crm.example.test';
export const TEMPORAL_UI_ORIGIN = 'https://temporal.evercall.test';
export const CODEC_CODE = 'the-secret-part-of-the-codec-endpoint';
export const ADMIN_PASSWORD = 'a long enough password';
export const OPERATOR_EMAIL = 'operator@example.test';

/** One organization of a world, with tokens of each role. */
export interface TestOrg {
  orgId: string;
  ref: string;
  adminId: string;
  adminEmail: string;
  accountSid: string;
  authToken: string;
  phoneNumberId: string;
  people: Record<Role, SignedIn>;
  tokens: Record<Role, string>;
  /** An API key of the role admin with every scope. */
  apiKey: string;
}

/** The application over a database of its own, with two organizations. */
export interface ApiWorld {
  app: Express;
  deps: ApiDeps;
  pool: Pool;
  ours: TestOrg;
  theirs: TestOrg;
  /** An access token of who runs the installation. */
  operatorId: string;
  operatorToken: string;
  /** Mails that were sent, oldest first. */
  mails: MailMessage[];
  payloadKeys: PayloadKeys;
  /** Ids of the requests that changed something, by operation. */
  done: DoneRequests;
  /** A client without a token. */
  http: Agent;
  /** Runs SQL inside one organization. */
  inOrg: ApiDeps['inOrg'];
  close(): Promise<void>;
}

export interface WorldOptions {
  /** Connects to the run's Temporal server; without it Temporal is down. */
  temporal?: boolean;
  parts?: Partial<ApiParts>;
  /** Origins other than `PUBLIC_URL` and `FALLBACK_URL`. */
  origins?: { publicUrl: string; fallbackUrl: string };
  /** Where providers are reached; without it none of them is. */
  providers?: ProviderBaseUrls;
  /** A running system whose database and keys this world shares: what is made here is there too. */
  system?: SharedSystem;
}

/** What a world shares with a running system. */
export interface SharedSystem {
  urls: { user: string; owner: string };
  temporalAddress: string;
  accessTokenKey: Buffer;
  keyEncryptionKey: Buffer;
  /** Where its carrier is reached, and as whom. */
  carrier: { accountSid: string; authToken: string; apiBaseUrl: string };
}

/** Every provider at a port where nobody listens. */
const OFFLINE: ProviderBaseUrls = Object.fromEntries(
  KEY_PROVIDERS.map((name) => [name, name === 'smtp' ? '127.0.0.1:9' : 'http://127.0.0.1:9']),
);

/** Builds a world; call `close` in afterAll. */
export async function apiWorld(options: WorldOptions = {}): Promise<ApiWorld> {
  const { system } = options;
  const database = system ? { urls: system.urls, drop: async () => {} } : await testDatabase();
  const pool = createPool(database.urls.user, { max: 6, name: 'test-api' });
  const dataDir = await mkdtemp(join(tmpdir(), 'evercall-api-'));
  const connection = await temporalConnection(options);
  const temporal = new Client({ connection });
  const secrets = composeSecrets({ current: system?.keyEncryptionKey ?? randomBytes(32) }, pool);
  const mails: MailMessage[] = [];
  const deps = composeApi({
    settings: {
      publicUrl: PUBLIC_URL,
      fallbackUrl: FALLBACK_URL,
      ...options.origins,
      dataDir,
      corsOrigins: [FRIENDLY_ORIGIN],
      trustedProxies: [],
      isRegistrationOpen: true,
      codec: { uiOrigin: TEMPORAL_UI_ORIGIN, code: CODEC_CODE },
      traceSampleRatio: 0.5,
      checkReplies: true,
    },
    accessTokenKey: system?.accessTokenKey ?? randomBytes(32),
    mail: { send: async (message) => void mails.push(message) },
    logger: pino({ level: process.env.TEST_LOG_LEVEL ?? 'silent' }),
    clock: createClock(),
    pool,
    temporal,
    redis: null,
    objects: createFileStore(join(dataDir, 'objects')),
    ...apiAdapters(
      { pool, temporal, timings: DIAL_TIMINGS, killPoint: () => {}, secrets, breakers: new Breakers() },
      options.providers ?? OFFLINE,
    ),
    metrics: new Registry(),
    requestLimit: { requests: 600, windowSeconds: 60 },
    isDraining: () => false,
    ...options.parts,
  });
  const done: DoneRequests = new Map();
  const app = createApp(deps, noteDone(ENDPOINTS, done));
  const org = (index: number) => seedOrg(database.urls.owner, deps, index, system?.carrier);
  const [{ operatorId, ...ours }, theirs] = [await org(1), await org(2)];
  const operatorToken = await deps.tokens.sign({
    kind: 'operator',
    operatorId: operatorId ?? '',
    tokenVersion: 0,
  });
  return {
    app,
    deps,
    pool,
    ours,
    theirs,
    operatorId: operatorId ?? '',
    operatorToken,
    payloadKeys: secrets.payloadKeys,
    mails,
    done,
    http: supertest(app),
    inOrg: deps.inOrg,
    async close() {
      await deps.background.settled();
      await connection.close();
      await pool.end();
      await database.drop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** A lazy connection: to the server of the system or of the test run, or to a port where nobody listens. */
async function temporalConnection({ system, temporal }: WorldOptions): Promise<Connection> {
  if (system) return Connection.lazy({ address: system.temporalAddress });
  return Connection.lazy({ address: temporal ? (await testTemporal()).address : '127.0.0.1:1' });
}

async function seedOrg(
  ownerUrl: string,
  deps: ApiDeps,
  index: number,
  carrier?: SharedSystem['carrier'],
): Promise<TestOrg & { operatorId: string | null }> {
  const { accountSid, authToken, apiBaseUrl } = carrier ?? {
    accountSid: `AC${String(index).repeat(32)}`,
    authToken: randomBytes(16).toString('hex'),
    apiBaseUrl: 'http://127.0.0.1:9',
  };
  const adminEmail = `admin${index}@example.test`;
  const number = `+1212555010${index}`;
  const seeded = await seed({
    ownerUrl,
    orgName: `Organization ${index}`,
    adminEmail,
    adminPassword: ADMIN_PASSWORD,
    operator: { email: OPERATOR_EMAIL, password: ADMIN_PASSWORD },
    carrier: { accountSid, authToken, apiBaseUrl, cps: 10, maxConcurrent: 10 },
    numbers: [{ e164: number, language: 'en' }],
  });
  const admin = await signIn(deps, seeded.orgId, seeded.adminId);
  const supervisor = await addPerson(deps, seeded.orgId, 'supervisor');
  const agent = await addPerson(deps, seeded.orgId, 'agent');
  return {
    operatorId: seeded.operatorId,
    orgId: seeded.orgId,
    ref: seeded.orgRef,
    adminId: seeded.adminId,
    adminEmail,
    accountSid,
    authToken,
    phoneNumberId: seeded.phoneNumberIds[number] ?? '',
    people: { agent, supervisor, admin },
    apiKey: (await addApiKey(deps, seeded.orgId)).key,
    tokens: {
      agent: agent.accessToken,
      supervisor: supervisor.accessToken,
      admin: admin.accessToken,
    },
  };
}
