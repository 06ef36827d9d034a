/** States of an attempt, one intention to ring one contact once; diagrams write them in capitals. */
export const ATTEMPT_STATES = [
  'planned',
  'reserved',
  'dialing',
  'placed',
  'ringing',
  'in_call',
  'unknown',
  'review',
  'ended',
  'not_placed',
  'blocked',
] as const;

/** A state of an attempt. */
export type AttemptState = (typeof ATTEMPT_STATES)[number];
