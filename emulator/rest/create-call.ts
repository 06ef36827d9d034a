import type { LiveCall } from '../calls/call.ts';
import { placeOutbound } from '../calls/place.ts';
import type { Carrier } from '../carrier.ts';
import type { Suffering } from '../faults/desk.ts';
import { type ApiAnswer, type ApiRequest, json } from './api.ts';
import { ApiError } from './api-error.ts';
import { type CallOrder, readCallOrder } from './call-order.ts';
import { callResource } from './call-resource.ts';

const CALLBACK_PATIENCE_MS = 5_000;
const EXECUTED_BEFORE_FAILURE = [
  '500-executed',
  'timeout-executed',
  'reset-after',
  'slow-9s',
  'callback-before-answer',
];

/**
 * POST Calls: places a call, or fails in the way the fault desk says, before or after placing it. As at Twilio it is
 * not idempotent. Throws ApiError.
 */
export async function createCall(carrier: Carrier, request: ApiRequest): Promise<ApiAnswer> {
  const to = request.form.get('To') ?? '';
  const from = request.form.get('From') ?? '';
  const nthToNumber = carrier.counters.nextRequest(to);
  const suffering = carrier.faults.decide({
    number: to,
    nthToNumber,
    nthOfRun: carrier.counters.next('create requests'),
    sinceStartMs: carrier.clock.wallMs() - carrier.startedAtMs,
  });
  carrier.truth.write('create_requested', { to, from, direction: 'outbound-api', nthRequest: nthToNumber });
  noteFaults(carrier, to, suffering);
  try {
    return await answerCreate(carrier, request, suffering);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    noteAnswer(carrier, to, from, { status: error.status, code: error.code });
    throw error;
  }
}

async function answerCreate(carrier: Carrier, request: ApiRequest, suffering: Suffering): Promise<ApiAnswer> {
  const { hangMs, slowMs } = carrier.faults.timing();
  const fault = suffering.create;
  if (fault === 'reset-before') return { kind: 'reset' };
  if (fault === '429') throw new ApiError(20429);
  if (fault === '4xx') throw new ApiError(suffering.code ?? 21214);
  if (fault === '500-not') throw new ApiError(20500);
  if (fault === 'timeout-not') return { kind: 'silence', wallMs: hangMs };
  const call = place(carrier, readCallOrder(carrier, request.form), suffering);
  if (fault === '500-executed') throw new ApiError(20500);
  if (fault === 'timeout-executed') return { kind: 'silence', wallMs: hangMs };
  if (fault === 'reset-after') return { kind: 'reset' };
  if (fault === 'slow-9s') await wallDelay(carrier, slowMs);
  if (fault === 'callback-before-answer') await firstStatusOf(carrier, call);
  const { sid, to, from } = call.record;
  noteAnswer(carrier, to, from, { status: 201, callSid: sid });
  return json(callResource(carrier, call.record), 201);
}

function place(carrier: Carrier, order: CallOrder, suffering: Suffering): LiveCall {
  const { listLagMs, queuedMs } = carrier.faults.timing();
  if (carrier.config.numbers.length === 0) carrier.numbers.add(order.from, carrier.clock.wallMs());
  return placeOutbound(carrier, {
    ...order,
    listLagMs: suffering.call === 'list-lag' ? listLagMs : 0,
    heldInQueueMs: suffering.call === 'queued-past-window' ? queuedMs : 0,
    ...(suffering.webhook === undefined ? {} : { webhookFault: suffering.webhook }),
    ...(suffering.call === undefined ? {} : { courseFault: suffering.call }),
  });
}

/** Waits until a status callback of the call was delivered, at most 5 s. */
function firstStatusOf(carrier: Carrier, call: LiveCall): Promise<void> {
  return new Promise((done) => {
    const takeBack = carrier.clock.afterWall(CALLBACK_PATIENCE_MS, done);
    call.onFirstStatus = () => {
      takeBack();
      done();
    };
  });
}

function wallDelay(carrier: Carrier, wallMs: number): Promise<void> {
  return new Promise((done) => void carrier.clock.afterWall(wallMs, done));
}

/** Faults of the webhooks are written when they strike. */
function noteFaults(carrier: Carrier, to: string, suffering: Suffering): void {
  for (const fault of [suffering.create, suffering.call]) {
    if (fault === undefined) continue;
    carrier.counters.count(`fault ${fault}`);
    const isExecuted = fault === suffering.call || EXECUTED_BEFORE_FAILURE.includes(fault);
    carrier.truth.write('fault', { to, fault, executed: isExecuted });
  }
}

function noteAnswer(
  carrier: Carrier,
  to: string,
  from: string,
  what: Readonly<Record<string, unknown>>,
): void {
  carrier.truth.write('rest_answered', { to, from, direction: 'outbound-api', ...what });
}
