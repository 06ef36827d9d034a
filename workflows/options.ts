import type { ActivityOptions, LocalActivityOptions } from '@temporalio/workflow';

/**
 * Dial: at most 1 s to its slot and 10 s on the wire; 20 s finds a killed worker. Retried without limit, since the
 * attempt row makes every retry read-only. Same task queue as the workflow, so that dispatch is eager.
 */
export const dialOptions: ActivityOptions = {
  startToCloseTimeout: '20s',
  retry: { initialInterval: '200ms', maximumInterval: '5s' },
};

/** Asking or telling the carrier about one call: idempotent, so retried until it answers. */
export const carrierOptions: ActivityOptions = {
  taskQueue: 'dial',
  startToCloseTimeout: '15s',
  retry: { initialInterval: '500ms', maximumInterval: '10s' },
};

/**
 * A request to a customer's server: 5 s by itself, and never again by us, since a flow goes on without it. Queue and all
 * it is over before the caller has held for 10 s. A queue of its own, so that slow servers take no slot of a call.
 */
export const customerOptions: ActivityOptions = {
  taskQueue: 'effects',
  startToCloseTimeout: '7s',
  scheduleToCloseTimeout: '9s',
  retry: { maximumAttempts: 1 },
};

/** Breaking music off: worth it only while the caller still hears it. */
export const musicOptions: ActivityOptions = {
  taskQueue: 'dial',
  startToCloseTimeout: '3s',
  scheduleToCloseTimeout: '8s',
  retry: { initialInterval: '500ms' },
};

/** One short transaction inside the workflow task: one event. Retried until Postgres is back. */
export const recordOptions: LocalActivityOptions = {
  startToCloseTimeout: '5s',
  retry: { initialInterval: '100ms', maximumInterval: '5s' },
};

/** One database statement or batch outside a call, retried until Postgres is back. */
export const bookkeepingOptions: ActivityOptions = {
  taskQueue: 'campaigns',
  startToCloseTimeout: '60s',
  retry: { initialInterval: '200ms', maximumInterval: '5s' },
};

/** The dispatch loop: ten minutes a round; 3 s without heartbeat means that its worker died. */
export const dispatchOptions: ActivityOptions = {
  startToCloseTimeout: '10m',
  heartbeatTimeout: '3s',
  retry: { initialInterval: '100ms', maximumInterval: '2s' },
};

/**
 * A round of tries to one webhook endpoint: 8 s and the last ones under way, 60 s finds a killed worker. The rows make
 * every retry safe. A queue of its own, so that endpoints that hang keep nothing else waiting.
 */
export const webhookOptions: ActivityOptions = {
  taskQueue: 'webhooks',
  startToCloseTimeout: '60s',
  retry: { initialInterval: '1s', maximumInterval: '30s' },
};
