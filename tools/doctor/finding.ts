/**
 * What the doctor says of one part. `ok`: there and, where it runs, reachable. `idle`: there, not running now.
 * `missing` and `broken` need the mend; `warning` is worth a look. Empty texts are null.
 */
export interface Finding {
  part: string;
  state: 'ok' | 'idle' | 'missing' | 'broken' | 'warning';
  /** How it was found: `on PATH`, `npm package`, `REDIS_URL`, … */
  how: string | null;
  version: string | null;
  location: string | null;
  reachable: boolean | null;
  note: string | null;
  mend: string | null;
}

/** A finding from what is known; the rest is null. */
export function finding({
  part,
  state,
  ...known
}: Pick<Finding, 'part' | 'state'> & Partial<Finding>): Finding {
  const unknown = { how: null, version: null, location: null, reachable: null, note: null, mend: null };
  return { part, state, ...unknown, ...known };
}

/** Whether the part keeps something from working. */
export function isFault({ state }: Finding): boolean {
  return state === 'missing' || state === 'broken';
}
