import type { PayloadCodec } from '@temporalio/common';
import type { Client } from '@temporalio/client';
import type { Pool, PoolClient } from 'pg';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import type { OrgReader } from '../db/read-in-org.ts';
import type { PersonVerdict } from '../domain/call/attempt-events.ts';
import type { Clock } from '../domain/clock.ts';
import type { KeyDesk } from '../runtime/key-desk.ts';
import type { WorkflowStarter } from '../runtime/workflow-starter.ts';
import type { CarrierNumbersRegistry } from '../domain/number/carrier-numbers.port.ts';
import type { RecordingAudioRegistry } from '../domain/recording/recording-audio.port.ts';
import type { ObjectStore } from '../domain/storage/object-store.port.ts';
import type { MailPort } from '../providers/mail/mail.port.ts';
import type { AccessTokens } from './auth/access-token.ts';
import type { Gate } from './auth/gate.ts';
import type { TokenKeyRing } from './auth/token-keys.ts';
import type { TryLimiter } from './auth/try-limiter.ts';
import type { CodecSettings } from './codec/codec-routes.ts';
import type { Background } from './background.ts';
import type { HealthProbe } from './health/probes.ts';
import type { RequestLimiter } from './http/request-limiter.ts';
import type { CarrierWebhooks } from './webhooks/carrier-webhooks.ts';
import type { InboundDesk } from './webhooks/inbound-desk.ts';
import type { WebhookState } from './webhooks/webhook-state.ts';

/** A transaction of one organization: row-level security shows nothing else. */
export type Tx = PoolClient;

/** What the API needs of the process configuration. */
export interface ApiSettings {
  /** Origin that carriers and people call, without a trailing slash. */
  readonly publicUrl: string;
  /** Origin of the fallback prompt. */
  readonly fallbackUrl: string;
  /** Folder of uploaded files. */
  readonly dataDir: string;
  /** Origins whose pages may call the API, beside our own. */
  readonly corsOrigins: readonly string[];
  /** Proxies whose `X-Forwarded-For` names the caller's address. */
  readonly trustedProxies: readonly string[];
  /** Whether anybody may register an organization; invitations are taken in any case. */
  readonly isRegistrationOpen: boolean;
  readonly codec: CodecSettings;
  /** Share of traces that are recorded, 0 to 1. */
  readonly traceSampleRatio: number;
  /** Whether answers are checked against their declared schema before they leave; on in tests. */
  readonly checkReplies: boolean;
}

/** Keyed hashes of numbers, and the do-not-call list under the lock that every dial takes. */
export interface NumberGuard {
  readonly hashPhone: (orgKey: Buffer, e164: string) => Buffer;
  /** False when the number was on the list already. */
  readonly suppress: (
    tx: Tx,
    phoneHash: Buffer,
    optOut: { scope: string; source: string; reason: string | null },
  ) => Promise<boolean>;
}

/** What a person may do to an attempt. Null: there is none; `refused`: it is not under review. */
export interface AttemptDesk {
  readonly settleByPerson: (
    tx: Tx,
    attemptId: string,
    verdict: PersonVerdict,
  ) => Promise<{ refused: string | null } | null>;
}

/** What can be said of a customer's URL without calling it: why it never will be, or null. */
export interface WebhookUrls {
  readonly refusalOf: (url: string) => string | null;
}

/** Everything that the API works with, built once by its composition root. */
export interface ApiDeps {
  readonly settings: ApiSettings;
  readonly logger: Logger;
  readonly metrics: Registry;
  readonly clock: Clock;
  /** Connections as `app_user`; without an organization they see no row, only the look-ups of login and webhooks. */
  readonly pool: Pool;
  readonly inOrg: <T>(orgId: string, work: (tx: Tx) => Promise<T>) => Promise<T>;
  /** The rows of one statement that only reads, in a transaction of one organization and one round trip. */
  readonly readInOrg: OrgReader;
  readonly temporal: Client;
  readonly starter: Pick<WorkflowStarter, 'startCampaign' | 'startImport' | 'inbound' | 'callbacks'>;
  /** Requests to Temporal that outlive the HTTP request that made them. */
  readonly background: Background;
  readonly tokens: AccessTokens;
  readonly tokenKeys: TokenKeyRing;
  readonly gate: Gate;
  readonly tries: TryLimiter;
  readonly mail: MailPort;
  readonly requestLimiter: RequestLimiter;
  readonly numbers: NumberGuard;
  readonly attempts: AttemptDesk;
  readonly keys: KeyDesk;
  /** Reads what Temporal's histories hold. */
  readonly payloadCodec: Pick<PayloadCodec, 'decode'>;
  /** The numbers of carrier accounts, and their recordings. */
  readonly carrierNumbers: CarrierNumbersRegistry;
  readonly recordings: RecordingAudioRegistry;
  /** Where fetched recordings are kept. */
  readonly objects: ObjectStore;
  readonly webhooks: CarrierWebhooks;
  readonly webhookUrls: WebhookUrls;
  readonly inbound: InboundDesk;
  readonly webhookState: WebhookState;
  readonly probes: readonly HealthProbe[];
  /** True once the process has been asked to stop: readiness then says no. */
  readonly isDraining: () => boolean;
}
