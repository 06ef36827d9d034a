import { pollUntil } from '../../stack/poll.ts';
import { findMixedCalls } from '../check/one-version.ts';
import { markedFlow, marksIn } from '../flows/marked-flow.ts';
import type { Lane, Proof, ProofContext } from '../proof.types.ts';
import { createRandom, deriveSeed } from '../random.ts';
import { countClosed, witnessesOf } from '../system/call-witnesses.ts';
import { answerOurNumber, type PeopleWhoCall, peopleWhoCall } from '../system/people-who-call.ts';
import { withPeopleStack } from '../system/people-stack.ts';
import type { ProofStack } from '../system/proof-stack.ts';
import { liveCallsByVersion, publishAtRandom, type RandomPublishing } from '../system/random-publishing.ts';

/** All calls are up at once before the first of them ends: keys x thinking lasts longer than calling does. */
interface Plan {
  readonly calls: number;
  readonly perSecond: number;
  readonly keys: number;
  readonly thinkS: readonly [number, number];
}
const PLANS: Readonly<Record<Lane, Plan>> = {
  quick: { calls: 60, perSecond: 6, keys: 6, thinkS: [4, 7] },
  full: { calls: 1_000, perSecond: 10, keys: 7, thinkS: [25, 40] },
};
const PUBLISH_EVERY_MS = 700;
const COUNTS_WITHIN_MS = 20_000;

/**
 * A flow is published and rolled back at random while people are on the phone with it: each call stays on the version
 * that it began with, by what its caller heard, its row, its path and its run's history; live calls are counted right.
 */
export const ivrVersionsProof: Proof = {
  name: 'ivr-versions',
  goal: 'calls of two versions 0, lost keys 0, wrong live counts 0 with 1,000 calls in flight (quick: 60)',
  run: (context) => withPeopleStack(context, (proof) => prove(proof, context, PLANS[context.lane])),
};

async function prove(proof: ProofStack, { seed, say }: ProofContext, plan: Plan) {
  const people = peopleWhoCall(proof);
  const flowId = await answerOurNumber(proof.api, markedFlow(1, createRandom(seed)));
  const random = createRandom(deriveSeed(seed, 1));
  const publishing = await publishAtRandom(proof.api, flowId, random, PUBLISH_EVERY_MS);
  const keys = [...Array.from({ length: plan.keys - 1 }, () => '0'), '1'];
  await people.cast({ patient: { reactions: [{ press: keys, afterS: plan.thinkS }] } });
  const sids = await people.callUsAtPace('patient', plan.calls, plan.perSecond);
  const inFlight = await liveCounts(proof, people, { flowId, sids, publishing });
  say(`${publishing.changes()} changes of version so far; live calls: ${inFlight.told}`);
  const limitMs = plan.keys * (plan.thinkS[1] + 10) * 1_000;
  const isOver = async () => (await countClosed(proof.dumpUrl, sids)) === sids.length;
  if (!(await pollUntil(isOver, { deadlineMs: limitMs, everyMs: 1_000 }))) say('not every call was closed');
  await publishing.stop();
  const after = await liveCallsByVersion(proof.api, flowId);
  const mixed = findMixedCalls(await witnessesOf(proof, people, sids), publishing.markOf);
  for (const fault of mixed.slice(0, 10)) say(fault);
  const isCounted = inFlight.isRight && after.size === 0;
  const result = `${mixed.length} calls at fault, ${publishing.changes()} changes of version, ${inFlight.told}, counts ${isCounted ? 'right' : 'WRONG'}`;
  return { n: sids.length, result, met: mixed.length === 0 && isCounted && inFlight.versions > 1 };
}

/**
 * Compares, while all calls are up and none ends, the live calls that the API lists for each version with those that
 * the carrier has, by the words their callers heard.
 */
async function liveCounts(
  proof: ProofStack,
  people: PeopleWhoCall,
  { flowId, sids, publishing }: { flowId: string; sids: readonly string[]; publishing: RandomPublishing },
): Promise<{ isRight: boolean; versions: number; told: string }> {
  let told = '';
  let versions = 0;
  const areEqual = async (): Promise<boolean> => {
    const listed = await liveCallsByVersion(proof.api, flowId);
    const heard = await liveCallsByMark(people, sids);
    const inMarks = [...listed]
      .map(([id, calls]) => `${publishing.markOf.get(id)}=${calls}`)
      .toSorted()
      .join();
    const inTruth = [...heard]
      .map(([mark, calls]) => `${mark}=${calls}`)
      .toSorted()
      .join();
    const sum = [...heard.values()].reduce((total, calls) => total + calls, 0);
    versions = heard.size;
    told = `${sum} calls live on ${versions} versions`;
    if (inMarks !== inTruth) told += ` (listed ${inMarks}; true ${inTruth})`;
    return inMarks === inTruth && sum === sids.length;
  };
  const isRight = await pollUntil(areEqual, { deadlineMs: COUNTS_WITHIN_MS, everyMs: 500 });
  return { isRight, versions, told };
}

async function liveCallsByMark(people: PeopleWhoCall, sids: readonly string[]): Promise<Map<number, number>> {
  const live = new Set(await people.liveCalls());
  const firstHeard = new Map<string, number>();
  for (const { callSid = '', event, text = '' } of people.truth(sids)) {
    const [mark] = marksIn([text]);
    if (event === 'say' && mark !== undefined && live.has(callSid) && !firstHeard.has(callSid))
      firstHeard.set(callSid, mark);
  }
  const counts = new Map<number, number>();
  for (const mark of firstHeard.values()) counts.set(mark, (counts.get(mark) ?? 0) + 1);
  return counts;
}
