import type { Instruction, SayInstruction } from '../../../contracts/call-instructions.ts';
import type { NodeMove, NodeScene } from './node-step.types.ts';

/** How an input node takes silence and wrong input; prompts are keys, null = only ask again. */
export interface RetryConfig {
  /** Refusals that are asked again; the next one leaves by `too_many`. */
  maxRetries: number;
  noInputPrompt: string | null;
  noMatchPrompt: string | null;
}

/**
 * Answers a missing or refused input: `too_many` when the retries are used up, else the outlet of the cause when it
 * is wired, else the question again after the words for that cause. Tries are counted over visits until a valid
 * input, so that a drawn loop over `no_input` ends too.
 */
export function refuse<C extends RetryConfig>(
  scene: NodeScene<C>,
  cause: 'no_input' | 'no_match' | 'invalid',
  ask: (lead: SayInstruction[]) => Instruction[],
): NodeMove {
  if (scene.tries + 1 > scene.config.maxRetries) return { kind: 'go', outlet: 'too_many', valid: false };
  if (scene.hasOutlet(cause)) return { kind: 'go', outlet: cause, valid: false };
  const words = cause === 'no_input' ? scene.config.noInputPrompt : scene.config.noMatchPrompt;
  return { kind: 'wait', valid: false, instructions: ask(words === null ? [] : [scene.say(words)]) };
}
