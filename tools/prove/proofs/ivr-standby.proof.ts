import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { pollUntil } from '../../stack/poll.ts';
import { findMixedCalls } from '../check/one-version.ts';
import { type HeardTurn, turnsHeard } from '../check/turns-heard.ts';
import { markedFlow } from '../flows/marked-flow.ts';
import type { Lane, Proof, ProofContext } from '../proof.types.ts';
import { createRandom, deriveSeed, type Random } from '../random.ts';
import { countClosed, witnessesOf } from '../system/call-witnesses.ts';
import { answerOurNumber, type PeopleWhoCall, peopleWhoCall } from '../system/people-who-call.ts';
import { withPeopleStack } from '../system/people-stack.ts';
import type { ProofStack } from '../system/proof-stack.ts';
import { versionsOf } from '../system/random-publishing.ts';

interface Plan {
  readonly calls: number;
  readonly perSecond: number;
  readonly keys: number;
  readonly thinkS: readonly [number, number];
}
const PLANS: Readonly<Record<Lane, Plan>> = {
  quick: { calls: 24, perSecond: 6, keys: 9, thinkS: [1, 4] },
  full: { calls: 200, perSecond: 10, keys: 9, thinkS: [6, 14] },
};
/** Both host the queue of calls: each is killed once while the other serves. */
const WORKERS = ['worker-calls', 'worker-campaigns'] as const;
/** Silence that a caller takes for thinking: two answers to hold on, with the engine's two seconds for a dead worker's task. */
const SHORT_MS = 4_000;
/** A turn that is under way at a kill, or begins this long after it, may meet the dead worker. */
const STRUCK_MS = 15_000;
/** How often the carrier's record is looked at for a turn that is under way. */
const LOOK_MS = 2;
const MID_TURN_LIMIT_MS = 10_000;
const WARM_UP = { calls: 6, perSecond: 3 };
const REJOIN_LIMIT_MS = 45_000;

/**
 * One of two worker processes is killed without warning while people are on the phone: whoever is in mid-turn hears one
 * short pause at most, and every key that was posted counts.
 */
export const ivrStandbyProof: Proof = {
  name: 'ivr-standby',
  goal: `lost keys 0, broken calls 0, at most one pause a call and kill, shorter than ${SHORT_MS / 1_000} s`,
  run: (context) => withPeopleStack(context, (proof) => prove(proof, context, PLANS[context.lane])),
};

async function prove(proof: ProofStack, { seed, say }: ProofContext, plan: Plan) {
  const people = peopleWhoCall(proof);
  const random = createRandom(deriveSeed(seed, 2));
  const flowId = await answerOurNumber(proof.api, markedFlow(1, random));
  const keys = [...Array.from({ length: plan.keys - 1 }, () => '0'), '1'];
  await people.cast({ patient: { reactions: [{ press: keys, afterS: plan.thinkS }] } });
  await warmUp(proof, people);
  const sids = await people.callUsAtPace('patient', plan.calls, plan.perSecond);
  const kills = await killEach(proof, random, async () => (await people.liveCalls()).length);
  const limitMs = plan.keys * (plan.thinkS[1] + 10) * 1_000;
  if (!(await untilClosed(proof, sids, limitMs))) say('not every call was closed');
  const [version] = await versionsOf<{ id: string }>(proof.api, flowId);
  const witnesses = await witnessesOf(proof, people, sids);
  const strange = witnesses.flatMap(({ callSid, heard }) =>
    heard.filter((text) => !text.startsWith('Mark ')).map((text) => `${callSid}: heard "${text}"`),
  );
  const broken = [...findMixedCalls(witnesses, new Map([[version?.id ?? '', 1]])), ...strange];
  for (const fault of broken.slice(0, 10)) say(fault);
  const turns = turnsHeard(people.truth(sids));
  const heard = judgeTurns(turns, kills);
  for (const fault of heard.faults.slice(0, 10)) say(fault);
  const isStruck = kills.every(({ live }) => live > 0);
  const result = `${broken.length} calls broken, ${heard.faults.length} long waits; ${heard.told}; live at the kills: ${kills.map(({ live }) => live).join(', ')}`;
  return { n: sids.length, result, met: broken.length === 0 && heard.faults.length === 0 && isStruck };
}

/** The first calls of a system find its code cold. */
async function warmUp(proof: ProofStack, people: PeopleWhoCall): Promise<void> {
  const sids = await people.callUsAtPace('presses_1', WARM_UP.calls, WARM_UP.perSecond);
  await untilClosed(proof, sids, REJOIN_LIMIT_MS);
}

function untilClosed({ dumpUrl }: ProofStack, sids: readonly string[], deadlineMs: number): Promise<boolean> {
  const isOver = async () => (await countClosed(dumpUrl, sids)) === sids.length;
  return pollUntil(isOver, { deadlineMs, everyMs: 500 });
}

/** A worker that was killed. */
interface Kill {
  readonly atMs: number;
  /** Calls that were up. */
  readonly live: number;
}

/** Kills each worker once in mid-call, the second when the first is back. */
async function killEach(
  { stack, truthPath }: ProofStack,
  random: Random,
  countLive: () => Promise<number>,
): Promise<Kill[]> {
  const kills: Kill[] = [];
  for (const worker of WORKERS) {
    await delay(1_000 + 2_000 * random.next());
    const live = await countLive();
    const isMidTurn = await pollUntil(() => isAsked(truthPath), {
      deadlineMs: MID_TURN_LIMIT_MS,
      everyMs: LOOK_MS,
    });
    if (!isMidTurn) throw new Error('nobody presses a key');
    stack.kill(worker, 'SIGKILL');
    kills.push({ atMs: Date.now(), live });
    const isBack = () => stack.restartsOf(worker) === 1;
    const hasDied = await pollUntil(isBack, { deadlineMs: REJOIN_LIMIT_MS });
    if (!hasDied || !(await stack.untilReady(worker, REJOIN_LIMIT_MS)))
      throw new Error(`${worker} is not back`);
  }
  return kills;
}

/** Whether the last thing on record is a turn that has no answer yet. */
function isAsked(truthPath: string): boolean {
  const last = lastLine(truthPath);
  return last.includes('"event":"webhook_sent"') && last.includes('"purpose":"voice"');
}

/** Whoever waited longer than a short pause, or heard more than one after one kill. Holds of other moments are told only. */
function judgeTurns(turns: readonly HeardTurn[], kills: readonly Kill[]): { faults: string[]; told: string } {
  const faults = turns.flatMap(({ callSid, silenceMs, status }) => {
    if (status !== 200) return [`${callSid}: answered with ${String(status)}`];
    return silenceMs > SHORT_MS ? [`${callSid}: ${silenceMs} ms of silence`] : [];
  });
  const held = turns.filter(({ pauses }) => pauses > 0);
  // A caller who was asked to hold on before a kill does not owe that to it.
  const killOf = ({ startedAtMs, firstAnswerAtMs }: HeardTurn) =>
    kills.findLast(({ atMs }) => (firstAnswerAtMs ?? Infinity) >= atMs && startedAtMs <= atMs + STRUCK_MS);
  const struck = held.filter((turn) => killOf(turn) !== undefined);
  for (const kill of kills) {
    const byCall = Map.groupBy(
      struck.filter((turn) => killOf(turn) === kill),
      ({ callSid }) => callSid,
    );
    for (const [callSid, turns] of byCall) {
      if (turns.length < 2) continue;
      const moments = turns.map(({ startedAtMs, silenceMs }) => `${startedAtMs - kill.atMs} (${silenceMs})`);
      faults.push(
        `${callSid}: ${turns.length} pauses after one kill, at ms (silence): ${moments.join(', ')}`,
      );
    }
  }
  const longestMs = Math.max(0, ...turns.map(({ silenceMs }) => silenceMs));
  const otherwise = held.length - struck.length;
  return {
    faults,
    told: `${struck.length} of ${turns.length} turns held, ${otherwise} at other times, the longest silence ${longestMs} ms`,
  };
}

/** The last line of a file that others append to, without its end. */
function lastLine(path: string): string {
  const tail = Buffer.alloc(2_048);
  const fd = openSync(path, 'r');
  try {
    const from = Math.max(0, fstatSync(fd).size - tail.length);
    const bytes = readSync(fd, tail, 0, tail.length, from);
    return tail.toString('utf8', 0, bytes).trimEnd().split('\n').at(-1) ?? '';
  } finally {
    closeSync(fd);
  }
}
