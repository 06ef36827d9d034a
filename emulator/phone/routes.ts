import { placeInbound } from '../calls/place.ts';
import type { Carrier } from '../carrier.ts';
import { type ApiAnswer, type ApiRequest, json, type Route } from '../rest/api.ts';
import { type Doing, LivePerson } from './live-person.ts';
import { page } from './page.ts';

/** The phone in the browser: its page, its events, and what its buttons do. */
export const phoneRoutes: readonly Route[] = [
  { method: 'GET', pattern: /^\/emulator\/phone(?:\/([a-z-]+\.(?:css|js|svg))?)?$/, handle: page },
  { method: 'GET', pattern: /^\/emulator\/phone\/events$/, handle: events },
  { method: 'GET', pattern: /^\/emulator\/phone\/numbers$/, handle: numbers },
  { method: 'POST', pattern: /^\/emulator\/phone\/calls$/, handle: call },
  { method: 'POST', pattern: /^\/emulator\/phone\/calls\/(CA[0-9a-f]{32})$/, handle: act },
];

const E164 = /^\+[1-9]\d{6,14}$/;

/** `?phone=` an id the tab made up, `&number=` the number it claims; first of all it is told how things stand. */
function events(carrier: Carrier, request: ApiRequest): ApiAnswer {
  const id = request.query.get('phone') ?? '';
  const number = request.query.get('number') ?? '';
  if (!/^[\w-]{8,64}$/.test(id)) return refusal('phone must be 8 to 64 letters, digits, _ or -');
  if (!E164.test(number)) return refusal('number must be + and 7 to 15 digits');
  if (carrier.numbers.byNumber(number)) return refusal('this is one of the numbers of the application');
  return {
    kind: 'events',
    open: (screen) => {
      const phone = carrier.switchboard.connect(id, number, screen);
      const calls = [...phone.calls.values()].map((person) => person.snapshot());
      const news = { type: 'ready', number: phone.number, calls, ours: ourNumbers(carrier) };
      screen.write(`data: ${JSON.stringify(news)}\n\n`);
    },
  };
}

function numbers(carrier: Carrier): ApiAnswer {
  return json({ ours: ourNumbers(carrier) });
}

/** `{phone, to}`: the phone calls one of our numbers. */
function call(carrier: Carrier, request: ApiRequest): ApiAnswer {
  const order = bodyOf(request);
  const phone = carrier.switchboard.phone(String(order.phone));
  if (!phone) return refusal('this phone is not connected');
  if (phone.calls.size > 0) return refusal('this phone is on a call');
  const placed = placeInbound(carrier, {
    from: phone.number,
    to: String(order.to),
    persona: new LivePerson([phone]),
  });
  if (typeof placed === 'string') return refusal(REFUSALS[placed]);
  if (placed.person instanceof LivePerson) phone.tell({ type: 'call', call: placed.person.snapshot() });
  return json({ sid: placed.record.sid }, 201);
}

const REFUSALS = {
  not_our_number: 'nobody has this number: it is not one of the application’s',
  no_voice_url: 'the number has no VoiceUrl, so nothing answers it',
  no_such_persona: 'nobody is there to call',
} as const;

/** `{phone, do, …}`: answer, decline, hang_up, key (`key`), speech (`text`). 409 when it makes no sense now. */
function act(carrier: Carrier, request: ApiRequest): ApiAnswer {
  const order = bodyOf(request);
  const phone = carrier.switchboard.phone(String(order.phone));
  const person = phone?.calls.get(request.params[0] as string);
  if (!phone || !person) return refusal('this phone is not on that call', 404);
  const doing = doingOf(order);
  if (!doing) return refusal('do must be answer, decline, hang_up, key or speech');
  return person.does(phone, doing) ? json({ done: true }) : refusal('the call is not at that point', 409);
}

function doingOf(order: Readonly<Record<string, unknown>>): Doing | undefined {
  const { do: kind, key, text } = order;
  if (kind === 'answer' || kind === 'decline' || kind === 'hang_up') return { kind };
  if (kind === 'key' && typeof key === 'string' && /^[0-9*#]$/.test(key)) return { kind, key };
  if (kind === 'speech' && typeof text === 'string' && text.trim() !== '') return { kind, text: text.trim() };
  return undefined;
}

/** Numbers that can be called, those with a VoiceUrl first. */
function ourNumbers(carrier: Carrier): { e164: string; name: string; isReachable: boolean }[] {
  return carrier.numbers
    .all()
    .map(({ e164, friendlyName, voiceUrl }) => ({ e164, name: friendlyName, isReachable: voiceUrl !== '' }))
    .toSorted((a, b) => Number(b.isReachable) - Number(a.isReachable));
}

function bodyOf(request: ApiRequest): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(request.body);
    return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
  } catch {
    return {};
  }
}

function refusal(problem: string, status = 400): ApiAnswer {
  return json({ problems: [problem] }, status);
}
