import { Counter } from 'prom-client';
import type { WebhookDeps } from '../activities/webhooks/drain-webhooks.ts';
import { scaleWebhookTimings, WEBHOOK_TIMINGS } from '../domain/webhooks/delivery-plan.ts';
import { createCustomerHttp } from '../providers/customer-http/customer-http.ts';
import { createWebhookSender } from '../providers/webhooks/webhook-sender.ts';
import type { Foundation } from './foundation.ts';
import { redactText } from './redact.ts';

/** What delivering webhooks needs, from a process's foundation. */
export function webhookDeps({ config, pool, clock, metrics, secrets }: Foundation): WebhookDeps {
  const tries = new Counter({
    name: 'evercall_webhook_tries_total',
    help: 'Tries of outgoing webhooks by how they ended',
    labelNames: ['result'],
    registers: [metrics],
  });
  const wallMs = () => clock.wallMs();
  const http = createCustomerHttp({ developmentHosts: config.DEVELOPMENT_HOSTS });
  return {
    pool,
    sender: createWebhookSender({ http, wallMs, redactText }),
    box: secrets.box,
    timings: scaleWebhookTimings(WEBHOOK_TIMINGS, Math.min(1, config.TIMINGS_SCALE)),
    wallMs,
    onTried: (result) => tries.inc({ result }),
  };
}
