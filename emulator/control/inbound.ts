import { z } from 'zod';
import type { LiveCall } from '../calls/call.ts';
import { type InboundOrder, placeInbound } from '../calls/place.ts';
import type { Carrier } from '../carrier.ts';
import { personaSchema, scriptStepSchema, secondsSchema } from '../people/persona.ts';
import type { NamedPersona } from '../people/directory.ts';
import { type ApiAnswer, type ApiRequest, json } from '../rest/api.ts';
import { problemsOf, readObject, refusal } from './body.ts';

const orderSchema = z.strictObject({
  from: z.string().min(1),
  to: z.string().min(1),
  /** A persona by name or written out; without it, whoever has the number. */
  persona: z.union([z.string(), personaSchema]).optional(),
  /** What the caller does, prompt by prompt, instead of the persona's own reactions and script. */
  script: z.array(scriptStepSchema).optional(),
  /** Seconds after dialing at which the caller hangs up, whatever is going on. */
  hangsUpAfterS: secondsSchema.optional(),
  /** Answers when the call has ended, with what came of it. */
  wait: z.boolean().default(false),
});
type Order = z.infer<typeof orderSchema>;

/** POST /emulator/inbound: a person calls one of our numbers. 201 at once, or 200 at the end of the call. */
export async function inbound(carrier: Carrier, request: ApiRequest): Promise<ApiAnswer> {
  const body = readObject(request);
  if (!body || typeof body.from !== 'string' || typeof body.to !== 'string')
    return refusal(['/: an object with from and to is expected']);
  const parsed = orderSchema.safeParse(body);
  if (!parsed.success) return refusal(problemsOf(parsed.error));
  const { from, to, wait } = parsed.data;
  const persona = personaOf(carrier, parsed.data);
  if (persona === null) return refusal(['no_such_persona']);
  const sinceSeq = carrier.truth.lastSeq();
  let ended: () => void = () => undefined;
  const isEnded = new Promise<void>((done) => {
    ended = done;
  });
  const call = placeInbound(carrier, { from, to, onEnded: ended, ...(persona && { persona }) });
  if (typeof call === 'string') return refusal([call]);
  if (!wait) return json({ callSid: call.record.sid }, 201);
  await isEnded;
  return json(outcomeOf(carrier, call, sinceSeq));
}

/** Undefined: whoever has the number; null: nobody is called that. */
function personaOf(carrier: Carrier, order: Order): InboundOrder['persona'] | null {
  const { persona, script, hangsUpAfterS } = order;
  const named: NamedPersona | undefined =
    persona === undefined
      ? carrier.directory.personaOf(order.from)
      : typeof persona === 'string'
        ? carrier.directory.named(persona)
        : { name: 'on demand', persona };
  if (!named) return null;
  const changed = {
    ...named.persona,
    ...(script && { script, reactions: [] }),
    ...(hangsUpAfterS === undefined ? {} : { hangsUpAfterS }),
  };
  return {
    name: script || hangsUpAfterS !== undefined ? `${named.name}, scripted` : named.name,
    persona: changed,
  };
}

/** What the caller heard and did, in order, from the truth file. */
function outcomeOf(carrier: Carrier, call: LiveCall, sinceSeq: number): Readonly<Record<string, unknown>> {
  const { sid, status, durationS } = call.record;
  const course: Readonly<Record<string, unknown>>[] = [];
  for (let seq = sinceSeq; seq < carrier.truth.lastSeq(); ) {
    const events = carrier.truth.read(seq, 10_000);
    const own = events.filter((event) => event.callSid === sid);
    for (const { event, text, url, heard, key, collected, by } of own) {
      if (COURSE.includes(event)) course.push({ event, text, url, heard, key, collected, by });
    }
    seq = events.at(-1)?.seq ?? carrier.truth.lastSeq();
  }
  return { callSid: sid, status, durationS, course };
}

const COURSE: readonly string[] = ['answer', 'say', 'play', 'key', 'speech', 'hangup', 'end'];
