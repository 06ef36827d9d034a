import type { CallPlan, DetectionOrder, Hook } from '../calls/call.ts';
import type { Carrier } from '../carrier.ts';
import type { HttpMethod } from '../twiml/document.ts';
import { ApiError } from './api-error.ts';

/** The checked parameters of a create request. */
export interface CallOrder {
  readonly to: string;
  readonly from: string;
  readonly plan: CallPlan;
}

const E164 = /^\+[1-9]\d{6,14}$/;
const MAX_TIME_LIMIT_S = 14_400;

/** Reads a create request. Throws ApiError 21200, 21201, 21205, 21209–21213, 21218. */
export function readCallOrder(carrier: Carrier, form: URLSearchParams): CallOrder {
  const to = form.get('To') ?? '';
  const from = form.get('From') ?? '';
  if (to === '') throw new ApiError(21201);
  if (from === '') throw new ApiError(21213);
  if (!E164.test(to))
    throw new ApiError(21211, `The phone number you are attempting to call, ${to}, is not valid.`);
  if (!E164.test(from)) throw new ApiError(21212, `The source phone number provided, ${from}, is not valid.`);
  if (carrier.config.numbers.length > 0 && !carrier.numbers.byNumber(from)) throw new ApiError(21210);
  if (form.has('ApplicationSid')) throw new ApiError(21218);
  return { to, from, plan: readPlan(carrier, form) };
}

/** A webhook among the parameters, undefined when its URL is not given. Throws ApiError 21205, 21209. */
export function readHook(
  carrier: Carrier,
  form: URLSearchParams,
  urlName: string,
  methodName: string,
): Hook | undefined {
  const url = form.get(urlName);
  const method = readMethod(form, methodName);
  if (url === null || url === '') return undefined;
  if (!carrier.webhooks.isAllowed(url)) {
    throw new ApiError(
      21205,
      `${urlName} is not a valid URL (this emulator reaches http on this machine only): ${url}`,
    );
  }
  return { url, method };
}

function readPlan(carrier: Carrier, form: URLSearchParams): CallPlan {
  const twiml = form.get('Twiml');
  const voice = twiml === null ? readHook(carrier, form, 'Url', 'Method') : { twiml };
  if (!voice) throw new ApiError(21205, 'Url parameter is required.');
  const fallback = readHook(carrier, form, 'FallbackUrl', 'FallbackMethod');
  const status = readHook(carrier, form, 'StatusCallback', 'StatusCallbackMethod');
  const events = readStatusEvents(form);
  const detection = readDetection(carrier, form);
  const recordingHook = readHook(carrier, form, 'RecordingStatusCallback', 'RecordingStatusCallbackMethod');
  const recordingEvents = form.getAll('RecordingStatusCallbackEvent').flatMap((event) => event.split(/\s+/));
  const isRecorded = form.get('Record') === 'true';
  return {
    voice,
    ringTimeoutMs: readSeconds(form, 'Timeout', 60, 600) * 1000,
    timeLimitMs: readSeconds(form, 'TimeLimit', MAX_TIME_LIMIT_S, MAX_TIME_LIMIT_S) * 1000,
    ...(fallback && { fallback }),
    ...(status && { status: { ...status, events } }),
    ...(detection && { detection }),
    ...(isRecorded && {
      recording: {
        events: recordingEvents.length > 0 ? recordingEvents : ['completed'],
        ...(recordingHook && { hook: recordingHook }),
      },
    }),
  };
}

const STATUS_EVENTS = ['initiated', 'ringing', 'answered', 'completed'];

/**
 * The events asked for, each in a parameter of its own; none asked for means `completed`. As at Twilio (21626), one
 * that is not an event name, such as two names in one parameter, is answered 201 and then nothing is sent at all.
 */
function readStatusEvents(form: URLSearchParams): readonly string[] {
  const events = form.getAll('StatusCallbackEvent');
  if (events.length === 0) return ['completed'];
  return events.every((event) => STATUS_EVENTS.includes(event)) ? events : [];
}

/** With SendDigits Twilio ignores MachineDetection. */
function readDetection(carrier: Carrier, form: URLSearchParams): DetectionOrder | undefined {
  const mode = form.get('MachineDetection');
  if (mode === null || form.has('SendDigits')) return undefined;
  if (mode !== 'Enable' && mode !== 'DetectMessageEnd')
    throw new ApiError(21200, `MachineDetection ${mode} is not valid`);
  const hook = readHook(carrier, form, 'AsyncAmdStatusCallback', 'AsyncAmdStatusCallbackMethod');
  return {
    waitsForEnd: mode === 'DetectMessageEnd',
    timeoutMs: readSeconds(form, 'MachineDetectionTimeout', 30, 59) * 1000,
    isAsync: form.get('AsyncAmd') === 'true',
    ...(hook && { hook }),
  };
}

/** Whole seconds of people's time, 1 to `max`. */
export function readSeconds(form: URLSearchParams, name: string, fallback: number, max: number): number {
  const text = form.get(name);
  if (text === null || text === '') return fallback;
  if (/^\d+$/.test(text) && Number(text) >= 1 && Number(text) <= max) return Number(text);
  throw new ApiError(21200, `${name} must be a whole number from 1 to ${max}`);
}

function readMethod(form: URLSearchParams, name: string): HttpMethod {
  const method = (form.get(name) ?? 'POST').toUpperCase();
  if (method === 'GET' || method === 'POST') return method;
  throw new ApiError(21209, `${name} ${method} is not valid`);
}
