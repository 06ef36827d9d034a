import { marksIn } from '../flows/marked-flow.ts';

/** One finished call by four witnesses: the carrier's record, our row, the path in it, and the run's history. */
export interface CallWitnesses {
  readonly callSid: string;
  /** Every sentence that the caller heard. */
  readonly heard: readonly string[];
  /** Keys that the caller pressed and something took. */
  readonly pressed: number;
  /** Id of the version that the row is pinned to; null: there is no such row, or no flow answered. */
  readonly pinned: string | null;
  /** Null: the call has not been closed. */
  readonly path: readonly { readonly node: string; readonly input: string | null }[] | null;
  /** Ids of versions in the history: of its start and of every answered turn. */
  readonly inHistory: readonly string[];
}

/**
 * One sentence for each call that did not stay on one version, whatever witness says so, or whose keys did not all
 * arrive. `markOf` tells the mark of a version by its id.
 */
export function findMixedCalls(
  calls: readonly CallWitnesses[],
  markOf: ReadonlyMap<string, number>,
): string[] {
  return calls.flatMap((call) => [...faultsOf(call, markOf)].map((fault) => `${call.callSid}: ${fault}`));
}

function* faultsOf(call: CallWitnesses, markOf: ReadonlyMap<string, number>): Generator<string> {
  const { pinned, path, pressed, inHistory } = call;
  const mark = pinned === null ? undefined : markOf.get(pinned);
  if (mark === undefined) return yield 'pinned to no version that was published';
  if (path === null) return yield 'not closed';
  const isOnly = (found: ReadonlySet<unknown>, one: unknown) => found.size === 1 && found.has(one);
  const heard = marksIn(call.heard);
  if (!isOnly(heard, mark)) yield `pinned to mark ${mark}, heard ${[...heard].join()}`;
  const walked = marksIn(path.map(({ node }) => node));
  if (!isOnly(walked, mark)) yield `pinned to mark ${mark}, walked ${[...walked].join()}`;
  if (!isOnly(new Set(inHistory), pinned))
    yield `its history names versions ${[...new Set(inHistory)].join()}`;
  // The start, the first turn and one for each key.
  if (inHistory.length < pressed + 2)
    yield `${inHistory.length} versions in its history after ${pressed} keys`;
  const taken = path.filter(({ input }) => input === 'digits').length;
  if (taken !== pressed) yield `${pressed} keys pressed, ${taken} arrived`;
}
