import { randomUUID } from 'node:crypto';
import { isTerminal, type LiveCall } from '../calls/call.ts';
import type { Clock } from '../clock.ts';
import type { FaultDesk } from '../faults/desk.ts';
import { sidOf } from '../sid.ts';
import type { TruthLog } from '../truth.ts';
import type { Webhooks } from './deliver.ts';
import type { Webhook, WebhookOutcome } from './webhook.ts';

/** Sends a call's webhooks well or badly, as the call's webhook fault says. */
export interface WebhookFaults {
  /** Sends a status callback; settles when it was delivered or given up (held back ones: at once). */
  dispatch(call: LiveCall, webhook: Webhook, isLast: boolean): Promise<void>;
  /** Asks for TwiML. */
  fetch(call: LiveCall, webhook: Webhook): Promise<WebhookOutcome>;
  /** Sends the news of a recording or its transcription; of the faults, those that make sense for one message. */
  inform(fault: string | undefined, webhook: Webhook): Promise<void>;
}

/** What the faulty sender is made of. */
export interface WebhookFaultDeps {
  readonly webhooks: Webhooks;
  readonly faults: FaultDesk;
  readonly clock: Clock;
  readonly truth: TruthLog;
}

const COPIES = 5;
const MESSAGE_FAULTS: readonly string[] = ['duplicate', 'late', 'dropped', 'forged', 'replayed'];

/** The sender that all status callbacks and TwiML requests go through. */
export function createWebhookFaults(deps: WebhookFaultDeps): WebhookFaults {
  const history = new WeakMap<LiveCall, readonly Webhook[]>();
  // A new array each time: the next webhook of the call may be fired while this one is still out.
  const remember = (call: LiveCall, webhook: Webhook): readonly Webhook[] => {
    const seen = [...(history.get(call) ?? []), webhook];
    history.set(call, seen);
    return seen;
  };
  return {
    fetch: (call, webhook) => {
      if (call.webhookFault === 'duplicate') return fetchWithCopies(deps, webhook);
      if (call.webhookFault === 'forged') void deps.webhooks.deliver(forgeryOf(webhook, webhook.params));
      if (call.webhookFault !== 'replayed') return deps.webhooks.deliver(webhook);
      const once = { ...webhook, token: randomUUID() };
      remember(call, once);
      return deps.webhooks.deliver(once);
    },
    inform: (fault, webhook) => inform(deps, fault, { ...webhook, token: randomUUID() }),
    dispatch: async (call, webhook, isLast) => {
      const fault = call.webhookFault;
      if (fault)
        deps.truth.write('fault', { callSid: call.record.sid, fault, status: webhook.params.CallStatus });
      const seen = remember(call, { ...webhook, token: randomUUID() });
      await senders[fault ?? 'ok']?.(deps, call, seen, isLast);
    },
  };
}

/** Sends the last webhook of `seen` (all of the call so far, in the order they were fired). */
type Sender = (
  deps: WebhookFaultDeps,
  call: LiveCall,
  seen: readonly Webhook[],
  isLast: boolean,
) => Promise<void>;

const send: Sender = async (deps, _call, seen) => {
  await deps.webhooks.deliver(seen[seen.length - 1] as Webhook);
};

const senders: Readonly<{ [fault: string]: Sender }> = {
  ok: send,
  dropped: async () => undefined,
  late: async (deps, _call, seen) => {
    const webhook = { ...(seen[seen.length - 1] as Webhook), fault: 'late' };
    deps.clock.afterWall(deps.faults.timing().lateMs, () => void deps.webhooks.deliver(webhook));
  },
  duplicate: async (deps, _call, seen) => {
    const webhook = { ...(seen[seen.length - 1] as Webhook), fault: 'duplicate' };
    await Promise.all(Array.from({ length: COPIES }, () => deps.webhooks.deliver(webhook)));
  },
  reordered: async (deps, _call, seen, isLast) => {
    if (!isLast) return;
    for (const webhook of seen.toReversed()) await deps.webhooks.deliver({ ...webhook, fault: 'reordered' });
  },
  forged: async (deps, call, seen, isLast) => {
    const webhook = seen[seen.length - 1] as Webhook;
    const lie = { ...webhook.params, CallStatus: 'completed', CallDuration: '1', Duration: '1' };
    await Promise.all([deps.webhooks.deliver(forgeryOf(webhook, lie)), send(deps, call, seen, isLast)]);
  },
  replayed: async (deps, call, seen, isLast) => {
    await send(deps, call, seen, isLast);
    if (!isLast) return;
    deps.clock.afterWall(deps.faults.timing().replayMs, () => {
      for (const webhook of seen) void deps.webhooks.deliver({ ...webhook, fault: 'replayed' });
    });
  },
  'two-terminals': async (deps, call, seen, isLast) => {
    const webhook = seen[seen.length - 1] as Webhook;
    if (isLast && isTerminal(call.record.status)) {
      const CallStatus = call.record.status === 'completed' ? 'no-answer' : 'completed';
      await deps.webhooks.deliver({
        ...webhook,
        params: { ...webhook.params, CallStatus },
        fault: 'two-terminals',
      });
    }
    const SequenceNumber = String(Number(webhook.params.SequenceNumber) + (isLast ? 1 : 0));
    await deps.webhooks.deliver({ ...webhook, params: { ...webhook.params, SequenceNumber } });
  },
  'wrong-sid': async (deps, call, seen, isLast) => {
    await send(deps, call, seen, isLast);
    if (seen.length > 1) return;
    const webhook = seen[0] as Webhook;
    const params = { ...webhook.params, CallSid: sidOf('CA', 'wrong', call.record.sid) };
    await deps.webhooks.deliver({ ...webhook, params, token: randomUUID(), fault: 'wrong-sid' });
  },
};

async function inform(deps: WebhookFaultDeps, fault: string | undefined, webhook: Webhook): Promise<void> {
  const { webhooks, clock, faults, truth } = deps;
  const about = { callSid: webhook.callSid, purpose: webhook.purpose };
  if (fault !== undefined && MESSAGE_FAULTS.includes(fault)) truth.write('fault', { ...about, fault });
  const again = { ...webhook, ...(fault === undefined ? {} : { fault }) };
  if (fault === 'dropped') return;
  if (fault === 'late') {
    clock.afterWall(faults.timing().lateMs, () => void webhooks.deliver(again));
    return;
  }
  if (fault === 'forged') void webhooks.deliver(forgeryOf(webhook, webhook.params));
  if (fault === 'replayed') clock.afterWall(faults.timing().replayMs, () => void webhooks.deliver(again));
  const copies = fault === 'duplicate' ? COPIES : 1;
  await Promise.all(Array.from({ length: copies }, () => webhooks.deliver(copies > 1 ? again : webhook)));
}

/** The same request several times over; the first answer counts. */
async function fetchWithCopies(deps: WebhookFaultDeps, webhook: Webhook): Promise<WebhookOutcome> {
  const copy = { ...webhook, token: randomUUID(), fault: 'duplicate' };
  const first = deps.webhooks.deliver(copy);
  for (let extra = 1; extra < COPIES; extra += 1) void deps.webhooks.deliver(copy);
  return first;
}

function forgeryOf(webhook: Webhook, params: Readonly<Record<string, string>>): Webhook {
  return {
    ...webhook,
    params,
    token: randomUUID(),
    signWith: 'not the token of the account',
    fault: 'forged',
  };
}
