/** What the dispatcher knows when it decides how many contacts to claim. */
export interface DispatchView {
  /** Calls per second in force: the campaign's pace, never above the account's. */
  cps: number;
  maxConcurrent: number;
  /** Attempts claimed whose dial has not begun. */
  leased: number;
  /** Attempts dialling, ringing or talking. */
  calling: number;
}

/** Largest batch of one claim: keeps its transaction short. */
const BATCH_LIMIT = 25;

/**
 * How many contacts may be claimed now, 0 or more. At most one second of the account's slots is held ahead, so that
 * `placeCall` finds its slot within a second; concurrency counts what is claimed as if it rang already.
 */
export function dispatchRoom(view: DispatchView): number {
  const ahead = Math.max(1, Math.floor(view.cps)) - view.leased;
  const concurrent = view.maxConcurrent - view.leased - view.calling;
  return Math.max(0, Math.min(BATCH_LIMIT, ahead, concurrent));
}
