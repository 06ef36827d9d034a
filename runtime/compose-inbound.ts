import type { Pool } from 'pg';
import { applyInboundStatus } from '../db/inbound/apply-inbound-status.ts';
import { callerLanguage } from '../db/inbound/caller-language.ts';
import type { InboundCallRow } from '../db/inbound/inbound-call-row.ts';
import { runOf } from '../db/inbound/inbound-run.ts';
import { findInboundCall, type IncomingCall, openInboundCall } from '../db/inbound/open-inbound-call.ts';
import { UNANSWERABLE_REASONS } from '../domain/call/inbound-call.ts';
import { looksLikeE164 } from '../domain/phone/to-e164.ts';
import { hashPhone } from '../providers/crypto/hash-phone.ts';
import { readInboundStatus } from '../providers/twilio/read-callback.ts';
import type { Foundation } from './foundation.ts';

type Params = Readonly<Record<string, string | string[]>>;

/** A verified webhook that names its call by the carrier's id. */
interface Webhook {
  orgId: string;
  accountSid: string;
  callSid: string;
  url: string;
  params: Params;
}

/** What the webhooks of calls to our numbers need of the database. */
export function inboundAdapters({
  pool,
  timings,
  killPoint,
}: Pick<Foundation, 'pool' | 'timings' | 'killPoint'>) {
  const opening = { timings, hashPhone };
  return {
    open: async (webhook: Webhook) => {
      const row = await openInboundCall(pool, incoming(webhook), opening);
      return row && opened(webhook.orgId, row);
    },
    applyStatus: (webhook: Webhook) =>
      applyInboundStatus(
        { pool, killPoint, ...opening },
        { ...webhook, ...incoming(webhook), news: readInboundStatus(webhook.params) },
      ),
    find: ({ orgId, callId }: { orgId: string; callId: string }) => find(pool, orgId, callId),
    languageOf: (webhook: Webhook) => callerLanguage(pool, incoming(webhook)),
  };
}

async function find(pool: Pool, orgId: string, callId: string) {
  const row = await findInboundCall(pool, { orgId, callId });
  return row && opened(orgId, row);
}

function opened(orgId: string, row: InboundCallRow) {
  const { id: callId, callSid, flowVersionId, language, numberLanguage, disposition } = row;
  return {
    callId,
    callSid,
    flowVersionId,
    language,
    numberLanguage,
    unanswerable: UNANSWERABLE_REASONS.find((reason) => reason === disposition) ?? null,
    hasEnded: row.outcome !== null,
    run: runOf(orgId, row),
  };
}

function incoming({ orgId, accountSid, callSid, params }: Webhook): IncomingCall {
  const [from, to] = [e164(params.From), e164(params.To)];
  return { orgId, provider: 'twilio', accountSid, callSid, from, to };
}

/** Callers may be anonymous or an address of another kind. */
function e164(value: string | string[] | undefined): string | null {
  return typeof value === 'string' && looksLikeE164(value) ? value : null;
}
