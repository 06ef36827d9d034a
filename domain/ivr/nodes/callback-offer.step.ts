import type { Instruction, Key, SayInstruction, StepInput } from '../../../contracts/call-instructions.ts';
import type { NodeMove, NodeScene, NodeStep } from './node-step.types.ts';
import { type RetryConfig, refuse } from './retries.ts';

/** An offer to call back; prompts are keys, `numberPrompt` null = always at the number of this call. */
export interface CallbackOfferConfig extends RetryConfig {
  prompt: string;
  acceptKey: Key;
  timePrompt: string;
  times: { key: Key; afterMinutes: number }[];
  numberPrompt: string | null;
  timeoutMs: number;
}

type Scene = NodeScene<CallbackOfferConfig>;
type Question = 'offer' | 'time' | 'number';

const NUMBER = /^\d{7,15}$/;

/** Where the conversation of this node stands: nothing noted yet is the offer. */
function question({ memo }: Scene): Question {
  if (memo.accepted !== true) return 'offer';
  return memo.afterMinutes === undefined ? 'time' : 'number';
}

function ask(scene: Scene, which: Question, lead: SayInstruction[]): Instruction[] {
  const { prompt, timePrompt, numberPrompt, timeoutMs } = scene.config;
  const key = { offer: prompt, time: timePrompt, number: numberPrompt ?? prompt }[which];
  const isNumber = which === 'number';
  return [
    {
      type: 'gather',
      input: 'dtmf',
      prompts: [...lead, scene.say(key)],
      numDigits: isNumber ? null : 1,
      finishKey: isNumber ? '#' : null,
      timeoutMs,
      language: scene.language,
      hints: [],
      maxSpeechMs: 0,
    },
  ];
}

function accepted(scene: Scene, afterMinutes: number, number: string | null): NodeMove {
  const { nodeId, visit, facts } = scene;
  const dueAtMs = facts.nowMs + afterMinutes * 60_000;
  const effectId = `${nodeId}:${visit}`;
  const effects = [{ type: 'callback' as const, effectId, nodeId, number, dueAtMs }];
  return { kind: 'go', outlet: 'accepted', valid: true, effects };
}

function answerTime(scene: Scene, value: string): NodeMove | null {
  const time = scene.config.times.find(({ key }) => key === value);
  if (!time) return null;
  if (scene.config.numberPrompt === null) return accepted(scene, time.afterMinutes, null);
  const memo = { ...scene.memo, afterMinutes: time.afterMinutes };
  return { kind: 'wait', valid: true, memo, instructions: ask(scene, 'number', []) };
}

function answer(scene: Scene, input: StepInput): NodeMove | null {
  const which = question(scene);
  const minutes = Number(scene.memo.afterMinutes);
  // The finish key alone is an empty input, which the carrier reports as none.
  if (which === 'number' && input.type === 'no_input') return accepted(scene, minutes, null);
  if (input.type !== 'digits') return null;
  if (which === 'time') return answerTime(scene, input.value);
  if (which === 'number') return NUMBER.test(input.value) ? accepted(scene, minutes, input.value) : null;
  if (input.value !== scene.config.acceptKey) return { kind: 'go', outlet: 'declined', valid: true };
  const memo = { accepted: true };
  return { kind: 'wait', valid: true, memo, instructions: ask(scene, 'time', []) };
}

/** Agrees on a time and a number and orders the callback; who does not answer has declined. */
export const callbackOfferStep: NodeStep<CallbackOfferConfig> = {
  enter: (scene) => ({ kind: 'wait', memo: {}, instructions: ask(scene, 'offer', []) }),
  resume: (scene, input): NodeMove => {
    const move = answer(scene, input);
    if (move) return move;
    const cause = input.type === 'no_input' ? 'no_input' : 'no_match';
    const refused = refuse(scene, cause, (lead) => ask(scene, question(scene), lead));
    return refused.kind === 'go' ? { ...refused, outlet: 'declined' } : { ...refused, memo: scene.memo };
  },
};
