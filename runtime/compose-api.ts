import { Redis } from 'ioredis';
import type { PoolClient } from 'pg';
import type { StepInput } from '../contracts/call-instructions.ts';
import { applyCarrierEvent } from '../db/dialing/apply-carrier-event.ts';
import { applyEvent } from '../db/dialing/apply-event.ts';
import { suppressNumber } from '../db/dialing/opt-out.ts';
import { createFlowStore } from '../db/flows/flow-store.ts';
import { withOrg } from '../db/tenant.ts';
import type { PersonVerdict } from '../domain/call/attempt-events.ts';
import { attemptLink } from '../providers/crypto/attempt-link.ts';
import { hashPhone } from '../providers/crypto/hash-phone.ts';
import { createCarrierTokens } from '../providers/secrets/carrier-token.ts';
import { openInput, sealInput } from '../providers/crypto/sealed-input.ts';
import { readStatusCallback } from '../providers/twilio/read-callback.ts';
import { type RenderContext, renderTwiml } from '../providers/twilio/render.ts';
import { isSignedBy } from '../providers/twilio/signature.ts';
import type { Foundation } from './foundation.ts';
import { createWorkflowStarter } from './workflow-starter.ts';

type Params = Readonly<Record<string, string | string[]>>;

/** The part of a foundation that the API's adapters stand on. */
export type ApiFoundation = Pick<Foundation, 'pool' | 'timings' | 'killPoint' | 'temporal' | 'secrets'>;

/** What the API needs of database, carrier and engine, over a foundation; the rest is its own (api/compose.ts). */
export function apiAdapters({ pool, timings, killPoint, temporal, secrets }: ApiFoundation) {
  const tokens = createCarrierTokens(secrets.box);
  const flows = createFlowStore(pool);
  return {
    inOrg: <T>(orgId: string, work: (tx: PoolClient) => Promise<T>) => withOrg(pool, orgId, work),
    starter: createWorkflowStarter(temporal, timings),
    numbers: { hashPhone, suppress: suppressNumber },
    attempts: {
      settleByPerson: (tx: PoolClient, attemptId: string, verdict: PersonVerdict) =>
        applyEvent(tx, attemptId, { type: 'person_resolved', verdict }, timings),
    },
    webhooks: {
      openToken: (account: { accountSid: string; authToken: string }) =>
        tokens.open({ provider: 'twilio', ...account }),
      isSigned: (request: {
        authTokens: readonly string[];
        signature: string;
        url: string;
        params: Params;
      }) => isSignedBy({ ...request, body: { kind: 'form', params: request.params } }, request.authTokens),
      isAttemptLink: (linkKey: Buffer, attemptId: string, k: string) =>
        attemptLink.verify(linkKey, attemptId, k),
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
      prompts: (version: { orgId: string; flowVersionId: string }) => flows.prompts(version),
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
