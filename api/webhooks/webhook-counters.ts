import { Counter, Histogram, type Registry } from 'prom-client';

/** What became of a voice turn. */
export type TurnEnd = 'answered' | 'held' | 'apologised' | 'closed' | 'not_ours' | 'unanswerable';

/** Figures of the carrier webhooks; labels hold no ids. */
export interface WebhookCounters {
  readonly refused: Counter<'webhook' | 'code'>;
  readonly turns: Counter<'end'>;
  readonly turnSeconds: Histogram;
  readonly transfersRefused: Counter;
}

/** Registers the figures of the carrier webhooks. */
export function createWebhookCounters(registry: Registry): WebhookCounters {
  return {
    refused: new Counter({
      name: 'carrier_webhooks_refused_total',
      help: 'Webhooks that were answered with a problem, by its code.',
      labelNames: ['webhook', 'code'],
      registers: [registry],
    }),
    turns: new Counter({
      name: 'carrier_voice_turns_total',
      help: 'Voice webhooks by what was answered.',
      labelNames: ['end'],
      registers: [registry],
    }),
    transfersRefused: new Counter({
      name: 'carrier_transfers_refused_total',
      help: 'Transfers of published flows that are not allowed any more.',
      registers: [registry],
    }),
    turnSeconds: new Histogram({
      name: 'carrier_voice_turn_duration_seconds',
      help: 'Time from a verified voice webhook to its instructions.',
      buckets: [0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 0.8, 1.5],
      registers: [registry],
    }),
  };
}
