import type { Engine } from './call-workflow.ts';
import type { ModelCall } from './carrier-model.ts';
import { isAtRest } from './background.ts';
import type { Fault, SimulatedContact, Violation } from './simulation.types.ts';
import type { World } from './world.ts';

/** Faults in which the carrier tells a falsehood that nothing contradicts in time: a repeated ring is its doing. */
const LIES: ReadonlySet<Fault | null> = new Set<Fault>(['wrong_sid', 'two_terminals']);

/** Judges each call that the carrier accepted, at the moment it did. */
export function accountNewCall(world: World, call: ModelCall): void {
  for (const earlier of world.carrier.calls) {
    if (earlier === call || earlier.number !== call.number) continue;
    const why = whyDouble(world, call, earlier);
    if (why) world.violations.push({ kind: 'doubleDialed', why: `${call.sid} ${why} ${earlier.sid}` });
  }
}

function whyDouble(world: World, call: ModelCall, earlier: ModelCall): string | null {
  if (earlier.rowId === call.rowId) return 'is a second call of the same attempt as';
  if (isExcused(world, earlier)) return null;
  if (earlier.endedAtMs === null) return 'was placed during';
  const isSamePerson = world.row(earlier.rowId).contactId === world.row(call.rowId).contactId;
  return isSamePerson && earlier.wasAnswered ? 'was placed although the person had answered' : null;
}

/** The carrier misled us, and by now we could not know better: our row has no sign of the answer. */
function isExcused(world: World, earlier: ModelCall): boolean {
  if (LIES.has(earlier.createFault) || wasGivenUp(world, earlier)) return true;
  const { answeredAtMs, outcome } = world.row(earlier.rowId).attempt;
  return LIES.has(earlier.webhookFault) && answeredAtMs === null && outcome !== 'answered';
}

/** The attempt went unresolved for 24 h and the organization's policy counted it. */
function wasGivenUp(world: World, call: ModelCall): boolean {
  return world.row(call.rowId).attempt.reason === 'unknown_counted';
}

/** Judges the world after the last step. */
export function judgeRest(world: World, engine: Engine): Violation[] {
  const violations: Violation[] = [];
  if (!isAtRest(world)) violations.push({ kind: 'stuck', why: describeUnrest(world) });
  for (const row of world.rows) {
    if (row.settlements > 1)
      violations.push({ kind: 'misreported', why: `row ${row.id} was settled ${row.settlements} times` });
    if (row.attempt.closedAtMs !== null && engine.isOpen(row.id)) {
      violations.push({ kind: 'stuck', why: `the workflow of closed row ${row.id} is open` });
    }
  }
  for (const contact of world.contacts) violations.push(...judgeContact(world, contact));
  return violations;
}

function describeUnrest(world: World): string {
  const rows = world.rows.map(
    ({ id, attempt }) => `row ${id} ${attempt.state}${attempt.closedAtMs ? '' : ' open'}`,
  );
  const contacts = world.contacts.map(({ id, state }) => `contact ${id} ${state}`);
  return [...contacts, ...rows, `${world.outbox.filter(({ isSent }) => !isSent).length} unsent`].join(', ');
}

function judgeContact(world: World, contact: SimulatedContact): Violation[] {
  if (contact.state !== 'done' && contact.state !== 'blocked') return [];
  if (contact.outcome === null)
    return [{ kind: 'lost', why: `contact ${contact.id} is ${contact.state} without an outcome` }];
  const rows = world.rows.filter((row) => row.contactId === contact.id);
  const calls = world.carrier.calls.filter((call) => rows.some(({ id }) => id === call.rowId));
  if (calls.some(({ createFault, webhookFault }) => LIES.has(createFault) || LIES.has(webhookFault)))
    return [];
  const wasAnswered = calls.some((call) => call.wasAnswered);
  const isUnresolved = rows.some(({ attempt }) =>
    ['unresolved', 'unknown_counted', 'call_missing'].includes(attempt.reason ?? ''),
  );
  if (contact.outcome === 'answered' && !wasAnswered) {
    return [
      { kind: 'misreported', why: `contact ${contact.id} is answered, but the carrier knows of no answer` },
    ];
  }
  if (wasAnswered && contact.outcome !== 'answered' && !isUnresolved) {
    return [
      { kind: 'misreported', why: `contact ${contact.id} answered, but its outcome is ${contact.outcome}` },
    ];
  }
  return [];
}
