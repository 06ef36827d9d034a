import type { LiveCall } from '../calls/call.ts';
import type { CallFilter } from '../calls/store.ts';
import type { Carrier } from '../carrier.ts';
import type { DocumentSource } from '../twiml/document.ts';
import { type ApiAnswer, type ApiRequest, accountRoute, json, noContent, type Route } from './api.ts';
import { ApiError } from './api-error.ts';
import { readHook, readSeconds } from './call-order.ts';
import { callResource } from './call-resource.ts';
import { createCall } from './create-call.ts';
import { readSpan } from './date-span.ts';
import { pageOf } from './paging.ts';

/** The Calls resource: create, list, fetch, update, delete. */
export const callRoutes: readonly Route[] = [
  accountRoute('POST', '/Calls', createCall),
  accountRoute('GET', '/Calls', listCalls),
  accountRoute('GET', '/Calls/{sid}', fetchCall),
  accountRoute('POST', '/Calls/{sid}', updateCall),
  accountRoute('DELETE', '/Calls/{sid}', deleteCall),
];

function listCalls(carrier: Carrier, request: ApiRequest): ApiAnswer {
  const calls = carrier.store.list(readFilter(request.query), carrier.clock.wallMs());
  return json(pageOf(carrier, request, 'calls', calls, (record) => callResource(carrier, record)));
}

function fetchCall(carrier: Carrier, request: ApiRequest): ApiAnswer {
  const record = carrier.store.get(request.params[0] as string);
  if (!record) throw new ApiError(20404);
  return json(callResource(carrier, record));
}

/**
 * Status=canceled ends a call that is not answered yet and leaves others alone; Status=completed ends any; Url or
 * Twiml puts a call in progress on another document. A call that has ended answers 21220.
 */
function updateCall(carrier: Carrier, request: ApiRequest): ApiAnswer {
  const sid = request.params[0] as string;
  const record = carrier.store.get(sid);
  if (!record) throw new ApiError(20404);
  const call = carrier.store.live.get(sid);
  if (!call) throw new ApiError(21220);
  const { form } = request;
  carrier.truth.write('update_requested', {
    callSid: sid,
    to: record.to,
    from: record.from,
    status: form.get('Status') ?? 'redirect',
  });
  changePlan(carrier, call, form);
  const status = form.get('Status');
  if (status !== null && status !== 'canceled' && status !== 'completed')
    throw new ApiError(21200, `Status ${status} is not valid`);
  if (status === 'completed' || (status === 'canceled' && record.status !== 'in-progress')) {
    call.line.interrupt({ kind: 'ended', by: 'api' });
  } else if (status === null) {
    redirect(carrier, call, form);
  }
  return json(callResource(carrier, record));
}

function changePlan(carrier: Carrier, call: LiveCall, form: URLSearchParams): void {
  const fallback = readHook(carrier, form, 'FallbackUrl', 'FallbackMethod');
  const status = readHook(carrier, form, 'StatusCallback', 'StatusCallbackMethod');
  if (fallback) call.plan.fallback = fallback;
  if (status) call.plan.status = { ...status, events: call.plan.status?.events ?? ['completed'] };
  if (!form.has('TimeLimit')) return;
  call.plan.timeLimitMs = readSeconds(form, 'TimeLimit', 14_400, 14_400) * 1000;
  if (call.answeredAtMs !== undefined) call.line.limitAt(call.answeredAtMs + call.plan.timeLimitMs);
}

function redirect(carrier: Carrier, call: LiveCall, form: URLSearchParams): void {
  const twiml = form.get('Twiml');
  const hook = readHook(carrier, form, 'Url', 'Method');
  if (twiml === null && !hook) return;
  if (call.record.status !== 'in-progress') throw new ApiError(21220);
  if (call.record.parentCallSid !== undefined)
    throw new ApiError(21220, 'A leg of a Dial cannot be redirected at this emulator.');
  const source: DocumentSource =
    twiml === null && hook ? { kind: 'url', ...hook, params: {} } : { kind: 'text', twiml: twiml ?? '' };
  call.line.interrupt({ kind: 'redirected', source });
}

function deleteCall(carrier: Carrier, request: ApiRequest): ApiAnswer {
  const sid = request.params[0] as string;
  if (!carrier.store.get(sid)) throw new ApiError(20404);
  if (carrier.store.live.has(sid)) throw new ApiError(21220, 'A call that has not ended cannot be deleted.');
  carrier.store.remove(sid);
  return noContent;
}

/** To, From, Status, StartTime and EndTime, the latter with `<` (until) and `>` (from) as Twilio names them. */
function readFilter(query: URLSearchParams): CallFilter {
  const text = (name: string): string | undefined => query.get(name) || undefined;
  const start = readSpan(query, 'StartTime');
  const end = readSpan(query, 'EndTime');
  return {
    ...definedOnly({ to: text('To'), from: text('From'), status: text('Status') }),
    ...definedOnly({ parentCallSid: text('ParentCallSid') }),
    ...definedOnly({
      startedFromMs: start.fromMs,
      startedToMs: start.toMs,
      endedFromMs: end.fromMs,
      endedToMs: end.toMs,
    }),
  };
}

function definedOnly<T extends object>(value: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  return Object.fromEntries(entries) as { [K in keyof T]?: Exclude<T[K], undefined> };
}
