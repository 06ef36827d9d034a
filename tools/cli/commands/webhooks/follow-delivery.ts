import { setTimeout as delay } from 'node:timers/promises';
import type { z } from 'zod';
import type { webhookDeliverySchema } from '../../../../contracts/webhook-endpoint.schema.ts';
import type { CliContext, ExitCode } from '../../cli-command.types.ts';
import { CliFault } from '../../cli-fault.ts';
import { findItem } from '../../client/all-pages.ts';
import type { ApiClient } from '../../client/api-client.ts';
import { API } from '../../client/operations.ts';
import { renderFields, renderTable, shortMoment } from '../../view/columns.ts';
import { type OutputOptions, writeAnswer } from '../../view/output.ts';

/** One message on its way to one webhook. */
export type Delivery = z.output<typeof webhookDeliverySchema>;

const EVERY_MS = 500;
/** A try goes out within a second and may take ten; an endpoint that is down may be called five seconds later. */
const WAIT_MS = 30_000;

/** One delivery of a webhook. Throws `CliFault` (4) when there is none. */
export async function deliveryOf(api: ApiClient, webhookId: string, id: string): Promise<Delivery> {
  const given = { params: { id: webhookId } };
  const isIt = (delivery: Delivery) => delivery.id === id.toLowerCase();
  const found = await findItem(api, API.listWebhookDeliveries, isIt, given);
  if (!found) throw new CliFault(`There is no delivery ${JSON.stringify(id)}.`, 4);
  return found;
}

/**
 * Writes a delivery that was just made; with `wait` once its first try is over: 0 when it was delivered, 1 when it was
 * not. Throws `CliFault` (6) when nobody has tried it.
 */
export async function tellDelivery(
  context: CliContext,
  api: ApiClient,
  made: { webhookId: string; delivery: Delivery },
  options: OutputOptions & { readonly wait?: boolean },
): Promise<ExitCode> {
  const { webhookId } = made;
  if (!options.wait) {
    writeAnswer(context, options, made.delivery, () =>
      [
        `Delivery ${made.delivery.id} is on its way.`,
        `To see what came back: evercall deliveries show ${webhookId} ${made.delivery.id}`,
      ].join('\n'),
    );
    return 0;
  }
  const tried = await untilTried(context, api, webhookId, made.delivery.id);
  writeAnswer(context, options, tried, () => renderDelivery(tried));
  return tried.state === 'delivered' ? 0 : 1;
}

async function untilTried(
  { signal }: CliContext,
  api: ApiClient,
  webhookId: string,
  id: string,
): Promise<Delivery> {
  const endMs = performance.now() + WAIT_MS;
  for (;;) {
    const delivery = await deliveryOf(api, webhookId, id);
    if (delivery.tries > 0 || delivery.state !== 'pending') return delivery;
    if (performance.now() > endMs)
      throw new CliFault(`Nobody has sent it within ${WAIT_MS / 1000} s; is the jobs process running?`, 6);
    await delay(EVERY_MS, undefined, { signal });
  }
}

/** A delivery as people read it: its fields, its tries, and when it is tried again. */
export function renderDelivery({ attempts, schedule, data, ...delivery }: Delivery): string {
  const tries = renderTable(attempts, {
    try: ({ tryNo }) => tryNo,
    at: ({ at }) => shortMoment(at),
    status: ({ status, error }) => status ?? error,
    ms: ({ durationMs }) => durationMs,
    answer: ({ responseExcerpt }) => responseExcerpt,
  });
  return [
    renderFields({
      id: delivery.id,
      'webhook-id': delivery.eventId,
      type: delivery.type,
      data: JSON.stringify(data),
      state: delivery.state,
      'replay of': delivery.replayOf,
      created: shortMoment(delivery.createdAt),
      delivered: shortMoment(delivery.deliveredAt),
      'next tries': schedule.map(shortMoment).join(', '),
    }),
    attempts.length === 0 ? 'It was not tried yet.' : tries,
  ].join('\n\n');
}
