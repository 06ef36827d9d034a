import { Redis } from 'ioredis';
import type { PoolClient } from 'pg';
import type { StepInput } from '../contracts/call-instructions.ts';
import { applyCarrierEvent } from '../db/dialing/apply-carrier-event.ts';
import { applyEvent } from '../db/dialing/apply-event.ts';
import { suppressNumber } from '../db/dialing/opt-out.ts';
import { readSpokenVersion } from '../db/inbound/spoken-version.ts';
import { withOrg } from '../db/tenant.ts';
import type { PersonVerdict } from '../domain/call/attempt-events.ts';
import { guardNumbers, guardRecordings } from '../providers/breakers/guarded-carrier.ts';
import { attemptLink } from '../providers/crypto/attempt-link.ts';
import { hashPhone } from '../providers/crypto/hash-phone.ts';
import { refusalOf } from '../providers/customer-http/target.ts';
import { createKeyChecks, type ProviderBaseUrls } from '../providers/key-checks/key-checks.ts';
import { createCarrierTokens } from '../providers/secrets/carrier-token.ts';
import { openInput, sealInput } from '../providers/crypto/sealed-input.ts';
import { createTwilioNumbers } from '../providers/twilio/incoming-numbers.ts';
import { readStatusCallback } from '../providers/twilio/read-callback.ts';
import { createTwilioRecordings } from '../providers/twilio/recordings.ts';
import { type RenderContext, renderTwiml } from '../providers/twilio/render.ts';
import { isSignedBy } from '../providers/twilio/signature.ts';
import { inboundAdapters } from './compose-inbound.ts';
import type { Foundation } from './foundation.ts';
import { createKeyDesk } from './key-desk.ts';
import { createPayloadCodec } from './payload-codec.ts';
import { createWorkflowStarter } from './workflow-starter.ts';

type Params = Readonly<Record<string, string | string[]>>;

/** The part of a foundation that the API's adapters stand on. */
export type ApiFoundation = Pick<
  Foundation,
  'pool' | 'timings' | 'killPoint' | 'temporal' | 'secrets' | 'breakers'
>;

/** What the API needs of database, carrier and engine, over a foundation; the rest is its own (api/compose.ts). */
export function apiAdapters(
  { pool, timings, killPoint, temporal, secrets, breakers }: ApiFoundation,
  providers: ProviderBaseUrls = {},
  developmentHosts: readonly string[] = [],
) {
  const tokens = createCarrierTokens(secrets.box);
  const hosts = new Set(developmentHosts);
  return {
    inOrg: <T>(orgId: string, work: (tx: PoolClient) => Promise<T>) => withOrg(pool, orgId, work),
    starter: createWorkflowStarter(temporal, timings),
    numbers: { hashPhone, suppress: suppressNumber },
    webhookUrls: { refusalOf: (url: string) => refusalOf(url, hosts) },
    attempts: {
      settleByPerson: (tx: PoolClient, attemptId: string, verdict: PersonVerdict) =>
        applyEvent(tx, attemptId, { type: 'person_resolved', verdict }, timings),
    },
    payloadCodec: createPayloadCodec(secrets.payloadKeys),
    keys: createKeyDesk(secrets.box, createKeyChecks(providers), providers.twilio ?? null),
    inbound: inboundAdapters({ pool, timings, killPoint }),
    carrierNumbers: guardNumbers(breakers, createTwilioNumbers(tokens)),
    recordings: guardRecordings(breakers, createTwilioRecordings(tokens)),
    webhooks: {
      openToken: (account: { accountSid: string; authToken: string }) =>
        tokens.open({ provider: 'twilio', ...account }),
      isSigned: (request: {
        authTokens: readonly string[];
        signature: string;
        url: string;
        params: Params;
      }) => isSignedBy({ ...request, body: { kind: 'form', params: request.params } }, request.authTokens),
      signCall: attemptLink.sign,
      isCallLink: attemptLink.verify,
      sealInput,
      openInput: (linkKey: Buffer, bound: string, sealed: string) =>
        // Authentic, so it is exactly what we sealed.
        openInput(linkKey, bound, sealed) as StepInput | undefined,
      applyEvent: (event: {
        orgId: string;
        attemptId: string;
        accountSid: string;
        url: string;
        params: Params;
      }) =>
        applyCarrierEvent(
          { pool, timings, killPoint },
          { ...event, provider: 'twilio', callback: readStatusCallback(event.params) },
        ),
      version: (version: { orgId: string; flowVersionId: string }) => readSpokenVersion(pool, version),
      render: ({
        instructions,
        ...context
      }: RenderContext & { instructions: Parameters<typeof renderTwiml>[0] }) =>
        renderTwiml(instructions, context),
    },
  };
}

/** A Redis that the API can do without: a command fails at once while it is away. */
export function createOptionalRedis(url: string): Redis {
  const redis = new Redis(url, { enableOfflineQueue: false, maxRetriesPerRequest: 1, commandTimeout: 500 });
  // Without a listener every lost connection would be printed; the readiness probe tells of it.
  redis.on('error', () => {});
  return redis;
}
