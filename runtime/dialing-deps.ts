import type { DialingDeps } from '../activities/dialing/dialing-deps.ts';
import { DIAL_SQL } from '../db/dialing/dial.sql.ts';
import { currentRulePack } from '../domain/compliance/rule-pack.ts';
import { guardCarriers } from '../providers/breakers/guarded-carrier.ts';
import { attemptLink } from '../providers/crypto/attempt-link.ts';
import { createCarrierTokens } from '../providers/secrets/carrier-token.ts';
import { createTwilioRegistry } from '../providers/twilio/twilio-carrier.ts';
import { createDialingMetrics } from './dialing-metrics.ts';
import type { Foundation } from './foundation.ts';
import { traceCarriers } from '../providers/tracing/traced-ports.ts';

/** What dialling needs, from a process's foundation. */
export function dialingDeps({
  config,
  pool,
  timings,
  killPoint,
  metrics,
  secrets,
  breakers,
}: Foundation): DialingDeps {
  return {
    pool,
    carriers: guardCarriers(breakers, traceCarriers(createTwilioRegistry(createCarrierTokens(secrets.box)))),
    signCall: attemptLink.sign,
    publicUrl: withoutSlash(config.PUBLIC_URL),
    fallbackUrl: withoutSlash(config.FALLBACK_URL),
    timings,
    rulepack: currentRulePack,
    sql: DIAL_SQL,
    killPoint,
    metrics: createDialingMetrics(metrics),
  };
}

/** An origin as URLs are built from it. */
export function withoutSlash(url: string): string {
  return url.replace(/\/+$/, '');
}
