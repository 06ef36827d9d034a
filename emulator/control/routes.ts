import { z } from 'zod';
import type { Carrier } from '../carrier.ts';
import { FaultPlanError, parseFaultPlan } from '../faults/parse.ts';
import { receiveMessage } from '../messages/receive.ts';
import { capabilitiesSchema } from '../numbers.ts';
import { createDirectory, PersonaFileError, parsePersonaFile } from '../people/directory.ts';
import { type ApiAnswer, type ApiRequest, json, type Route } from '../rest/api.ts';
import { inbound } from './inbound.ts';
import { problemsOf, readObject, refusal } from './body.ts';

/** The control door: what tests and the demo ask of the emulator itself. Nothing here is Twilio's. */
export const controlRoutes: readonly Route[] = [
  { method: 'GET', pattern: /^\/emulator\/health$/, handle: health },
  { method: 'GET', pattern: /^\/emulator\/calls$/, handle: liveCalls },
  { method: 'GET', pattern: /^\/emulator\/stats$/, handle: stats },
  { method: 'GET', pattern: /^\/emulator\/truth$/, handle: truth },
  { method: 'POST', pattern: /^\/emulator\/inbound$/, handle: inbound },
  { method: 'POST', pattern: /^\/emulator\/numbers$/, handle: addNumber },
  { method: 'POST', pattern: /^\/emulator\/messages$/, handle: message },
  { method: 'PUT', pattern: /^\/emulator\/faults$/, handle: putFaults },
  { method: 'PUT', pattern: /^\/emulator\/personas$/, handle: putPersonas },
  { method: 'POST', pattern: /^\/emulator\/reset$/, handle: reset },
];

function health(carrier: Carrier): ApiAnswer {
  const { seed, timeScale, cps, accountSid } = carrier.config;
  return json({ status: 'ok', seed, timeScale, cps, accountSid, truthPath: carrier.truth.path });
}

function liveCalls(carrier: Carrier): ApiAnswer {
  const calls = [...carrier.store.live.values()].map(({ record, person, nth, statusesFired }) => ({
    callSid: record.sid,
    to: record.to,
    from: record.from,
    direction: record.direction,
    status: record.status,
    persona: person.name,
    nth,
    statusesFired,
  }));
  return json({ calls });
}

/** `isIdle`: no call is live, no webhook is out, and nothing (a late webhook, a call back) is still to come. */
function stats(carrier: Carrier): ApiAnswer {
  const live = carrier.store.live.size;
  const webhooksInFlight = carrier.webhooks.inFlight();
  const timersPending = carrier.clock.pending();
  return json({
    live,
    webhooksInFlight,
    timersPending,
    isIdle: live === 0 && webhooksInFlight === 0 && timersPending === 0,
    kept: carrier.store.count(),
    lastSeq: carrier.truth.lastSeq(),
    totals: carrier.counters.totals,
  });
}

function truth(carrier: Carrier, request: ApiRequest): ApiAnswer {
  const number = (name: string, fallback: number): number => {
    const text = request.query.get(name) ?? '';
    return /^\d+$/.test(text) ? Number(text) : fallback;
  };
  const afterSeq = number('afterSeq', 0);
  const events = carrier.truth.read(afterSeq, Math.min(number('limit', 1_000), 10_000));
  return json({ events, nextAfterSeq: events.at(-1)?.seq ?? afterSeq, lastSeq: carrier.truth.lastSeq() });
}

function message(carrier: Carrier, request: ApiRequest): ApiAnswer {
  const text = readObject(request);
  if (
    !text ||
    typeof text.from !== 'string' ||
    typeof text.to !== 'string' ||
    typeof text.body !== 'string'
  ) {
    return refusal(['/: an object with from, to and body is expected']);
  }
  void receiveMessage(carrier, { from: text.from, to: text.to, body: text.body });
  return json({ accepted: true }, 202);
}

function putFaults(carrier: Carrier, request: ApiRequest): ApiAnswer {
  try {
    carrier.faults.replace(parseFaultPlan(readObject(request)));
    return json(carrier.faults.plan());
  } catch (error) {
    if (error instanceof FaultPlanError) return refusal(error.problems);
    throw error;
  }
}

function putPersonas(carrier: Carrier, request: ApiRequest): ApiAnswer {
  try {
    const file = parsePersonaFile(readObject(request));
    carrier.directory = createDirectory(carrier.config.seed, file);
    return json(file);
  } catch (error) {
    if (error instanceof PersonaFileError) return refusal(error.problems);
    throw error;
  }
}

/** Ends every live call without a word to anybody and puts faults and personas back to those of the start. */
function reset(carrier: Carrier): ApiAnswer {
  const ended = carrier.store.live.size;
  carrier.truth.write('reset', { ended });
  for (const call of carrier.store.live.values()) {
    delete call.plan.status;
    call.line.interrupt({ kind: 'ended', by: 'api' });
  }
  carrier.faults.replace(carrier.config.faults);
  carrier.directory = createDirectory(carrier.config.seed, carrier.config.personas);
  return json({ ended });
}

/** Gives the account a number, whose capabilities can be other than the usual. */
function addNumber(carrier: Carrier, request: ApiRequest): ApiAnswer {
  const parsed = numberOrder.safeParse(readObject(request));
  if (!parsed.success) return refusal(problemsOf(parsed.error));
  const number = carrier.numbers.add(parsed.data.e164, carrier.clock.wallMs(), parsed.data.capabilities);
  return json({ sid: number.sid }, 201);
}

const numberOrder = z.strictObject({
  e164: z.string().regex(/^\+[1-9]\d{6,14}$/, 'a number is + and 7 to 15 digits'),
  capabilities: capabilitiesSchema.default(capabilitiesSchema.parse({})),
});
