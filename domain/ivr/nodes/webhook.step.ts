import { type Instruction, type Scalar, SYSTEM_PROMPTS } from '../../../contracts/call-instructions.ts';
import type { NodeMove, NodeScene, NodeStep } from './node-step.types.ts';

/** A request to the customer; `response` names the JSON pointer of each variable. */
export interface WebhookConfig {
  url: string;
  body: Record<string, string>;
  response: Record<string, string>;
  timeoutMs: number;
  musicUrl: string | null;
}

const MAX_TEXT_CHARS = 500;
const HOLD_MS = 2_000;
/** With pauses of two seconds the caller holds for less than the carrier's 15 s. */
const MOST_HOLDS = 6;

type WebhookScene = NodeScene<WebhookConfig>;

function hold({ config }: WebhookScene): Instruction[] {
  const music: Instruction =
    config.musicUrl === null
      ? { type: 'pause', durationMs: HOLD_MS }
      : { type: 'play', url: config.musicUrl, times: 1 };
  return [music, { type: 'redirect' }];
}

/**
 * Only what the node asked for goes into variables, at most 500 characters each. What an answer lacks is as before any
 * answer, so that nobody hears one order's date with another order's state.
 */
function kept({ config, initial }: WebhookScene, values: Record<string, Scalar>): Record<string, Scalar> {
  return Object.fromEntries(
    Object.keys(config.response).map((name) => {
      const value = Object.hasOwn(values, name) ? (values[name] ?? '') : initial(name);
      return [name, typeof value === 'string' ? value.slice(0, MAX_TEXT_CHARS) : value];
    }),
  );
}

/** Asks the customer's server and leaves by what became of it; a caller is not held longer than the carrier allows. */
export const webhookStep: NodeStep<WebhookConfig> = {
  enter: (scene): NodeMove => {
    const { nodeId, visit, config, say, read } = scene;
    const { url, response, timeoutMs } = config;
    const body = Object.fromEntries(Object.entries(config.body).map(([name, from]) => [name, read(from)]));
    const music = config.musicUrl === null ? {} : ({ hasMusic: true } as const);
    const effectId = `${nodeId}:${visit}`;
    return {
      kind: 'wait',
      effects: [{ type: 'webhook', effectId, nodeId, url, body, response, timeoutMs, ...music }],
      instructions: [say(SYSTEM_PROMPTS.holdOn), ...hold(scene)],
    };
  },
  resume: (scene, input): NodeMove => {
    const isOurs = input.type === 'effect_result' && input.effectId === `${scene.nodeId}:${scene.visit}`;
    if (isOurs) {
      const set = input.result === 'success' ? kept(scene, input.values) : {};
      return { kind: 'go', outlet: input.result, set, valid: true };
    }
    if (scene.tries >= MOST_HOLDS) return { kind: 'go', outlet: 'timeout', valid: true };
    return { kind: 'wait', counts: true, instructions: hold(scene) };
  },
};
