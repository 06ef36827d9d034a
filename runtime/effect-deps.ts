import { Counter } from 'prom-client';
import type { DialingDeps } from '../activities/dialing/dialing-deps.ts';
import type { EffectDeps } from '../activities/effects/effects.activities.ts';
import { guardCustomers } from '../providers/breakers/guarded-providers.ts';
import { hashPhone } from '../providers/crypto/hash-phone.ts';
import { createCustomerHttp } from '../providers/customer-http/customer-http.ts';
import { readPointers } from '../providers/customer-http/read-pointers.ts';
import { flowSigningSecret } from '../domain/webhooks/flow-signing-secret.ts';
import { signatureHeaders } from '../providers/customer-http/sign-request.ts';
import type { Foundation } from './foundation.ts';
import { traceCustomers } from '../providers/tracing/traced-ports.ts';

/** What the effects of calls need, from a process's foundation and what it dials with. */
export function effectDeps(
  { config, pool, clock, metrics, breakers }: Foundation,
  dialing: DialingDeps,
): EffectDeps {
  const asked = new Counter({
    name: 'evercall_customer_requests_total',
    help: 'Requests of flows to customers’ servers by how they ended',
    labelNames: ['result'],
    registers: [metrics],
  });
  const { carriers, signCall, publicUrl } = dialing;
  return {
    pool,
    carriers,
    signCall,
    publicUrl,
    hashPhone,
    customerHttp: guardCustomers(
      breakers,
      traceCustomers(createCustomerHttp({ developmentHosts: config.DEVELOPMENT_HOSTS })),
    ),
    signingSecret: flowSigningSecret,
    signatureHeaders,
    readPointers,
    wallMs: () => clock.wallMs(),
    onAsked: (result) => asked.inc({ result }),
  };
}
