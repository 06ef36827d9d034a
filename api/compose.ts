import type { Client } from '@temporalio/client';
import type { Redis } from 'ioredis';
import type { Pool } from 'pg';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import { createOrgReader } from '../db/read-in-org.ts';
import type { Clock } from '../domain/clock.ts';
import { createAccessTokens } from './auth/access-token.ts';
import { createTokenKeyRing } from './auth/token-keys.ts';
import { createGate } from './auth/gate.ts';
import { createTryLimiter } from './auth/try-limiter.ts';
import { Background } from './background.ts';
import type { ApiDeps, ApiSettings, AttemptDesk, NumberGuard } from './deps.ts';
import { createRequestLimiter, type RequestLimit } from './http/request-limiter.ts';
import type { CarrierWebhooks } from './webhooks/carrier-webhooks.ts';
import { cacheVersions } from './webhooks/version-cache.ts';
import { createWebhookState } from './webhooks/webhook-state.ts';

/** What the API needs from the rest of the process, each part already connected or connecting by itself. */
export interface ApiParts {
  readonly settings: ApiSettings;
  /** Seed of 32 bytes of every key that signs people in. */
  readonly accessTokenKey: Buffer;
  /** The seed before it, whose tokens are still accepted. */
  readonly previousAccessTokenKey?: Buffer | undefined;
  readonly logger: Logger;
  readonly clock: Clock;
  readonly pool: Pool;
  readonly inOrg: ApiDeps['inOrg'];
  readonly temporal: Client;
  readonly starter: ApiDeps['starter'];
  readonly metrics: Registry;
  readonly redis: Redis | null;
  readonly numbers: NumberGuard;
  readonly attempts: AttemptDesk;
  readonly keys: ApiDeps['keys'];
  readonly payloadCodec: ApiDeps['payloadCodec'];
  readonly carrierNumbers: ApiDeps['carrierNumbers'];
  readonly recordings: ApiDeps['recordings'];
  readonly objects: ApiDeps['objects'];
  readonly webhooks: CarrierWebhooks;
  readonly inbound: ApiDeps['inbound'];
  readonly webhookUrls: ApiDeps['webhookUrls'];
  readonly mail: ApiDeps['mail'];
  readonly isDraining: () => boolean;
  /** Far above a person, below a loop gone wild. */
  readonly requestLimit: RequestLimit;
}

/** The API's own parts around those it is given. */
export function composeApi(parts: ApiParts): ApiDeps {
  const { clock, inOrg, metrics, pool, redis, temporal } = parts;
  const background = new Background();
  const keys = createTokenKeyRing({ current: parts.accessTokenKey, previous: parts.previousAccessTokenKey });
  return {
    settings: parts.settings,
    logger: parts.logger,
    metrics,
    clock,
    pool,
    inOrg,
    readInOrg: createOrgReader(pool),
    temporal,
    starter: parts.starter,
    tokens: createAccessTokens(keys, () => clock.wallMs()),
    tokenKeys: keys,
    gate: createGate(pool, inOrg, () => clock.wallMs()),
    tries: createTryLimiter(pool, keys),
    mail: parts.mail,
    requestLimiter: createRequestLimiter(parts.requestLimit),
    numbers: parts.numbers,
    attempts: parts.attempts,
    keys: parts.keys,
    payloadCodec: parts.payloadCodec,
    carrierNumbers: parts.carrierNumbers,
    recordings: parts.recordings,
    objects: parts.objects,
    webhooks: { ...parts.webhooks, version: cacheVersions(parts.webhooks.version) },
    inbound: parts.inbound,
    webhookUrls: parts.webhookUrls,
    webhookState: createWebhookState({ pool, inOrg, clock, metrics, webhooks: parts.webhooks }),
    background,
    probes: [
      { name: 'postgres', check: () => pool.query('SELECT 1') },
      { name: 'temporal', check: () => background.track(askTemporal(temporal)) },
      ...(redis ? [{ name: 'redis', check: () => redis.ping() }] : []),
    ],
    isDraining: parts.isDraining,
  };
}

/** Longest wait of a probe. */
const PROBE_MS = 1_000;

function askTemporal(temporal: Client): Promise<unknown> {
  return temporal.connection.withDeadline(Date.now() + PROBE_MS, () =>
    temporal.workflowService.getSystemInfo({}),
  );
}
