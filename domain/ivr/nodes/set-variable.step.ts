import type { Scalar } from '../../../contracts/call-instructions.ts';
import type { NodeMove, NodeScene, NodeStep } from './node-step.types.ts';

/** A value in a flow: written out, or read from a variable or contact reference. */
export type Operand = { literal: Scalar } | { read: string };

/** The arithmetic that a flow may do; nothing else is evaluated. */
export const ARITHMETIC = ['add', 'subtract', 'multiply', 'divide', 'modulo'] as const;
export type Arithmetic = (typeof ARITHMETIC)[number];

/** A value for a variable; a template is lowered by the compiler to its parts, so that no Liquid runs in a workflow. */
export interface SetVariableConfig {
  variable: string;
  value: Operand | { parts: Operand[] } | { operator: Arithmetic; left: Operand; right: Operand };
}

const MAX_TEXT_CHARS = 500;

const COMPUTE: Record<Arithmetic, (left: number, right: number) => number> = {
  add: (left, right) => left + right,
  subtract: (left, right) => left - right,
  multiply: (left, right) => left * right,
  divide: (left, right) => left / right,
  modulo: (left, right) => {
    const rest = decimal(left % right);
    // 1 % 0.1 leaves nearly 0.1, for want of an exact 0.1.
    return Math.abs(rest) === Math.abs(right) ? 0 : rest;
  },
};

/** A result as people reckon it: 0.1 + 0.2 is 0.3. Twelve significant digits; whole numbers stay exact. */
function decimal(result: number): number {
  return Number.isSafeInteger(result) ? result : Number(result.toPrecision(12));
}

function resolve(scene: NodeScene<SetVariableConfig>, operand: Operand): Scalar {
  return 'read' in operand ? scene.read(operand.read) : operand.literal;
}

function toNumber(value: Scalar): number {
  return typeof value === 'string' && value.trim() === '' ? Number.NaN : Number(value);
}

function computed(scene: NodeScene<SetVariableConfig>): Scalar | null {
  const { value } = scene.config;
  if ('parts' in value) {
    const text = value.parts.map((part) => String(resolve(scene, part))).join('');
    return text.slice(0, MAX_TEXT_CHARS);
  }
  if (!('operator' in value)) return resolve(scene, value);
  const left = toNumber(resolve(scene, value.left));
  const result = COMPUTE[value.operator](left, toNumber(resolve(scene, value.right)));
  return Number.isFinite(result) ? decimal(result) : null;
}

/** Sets its variable and leaves by `next`; arithmetic on what is no number fails with `ivr_flow.not_a_number`. */
export const setVariableStep: NodeStep<SetVariableConfig> = {
  enter: (scene): NodeMove => {
    const result = computed(scene);
    if (result === null) {
      return {
        kind: 'fail',
        code: 'ivr_flow.not_a_number',
        message: 'The sum has no finite number as result.',
      };
    }
    return { kind: 'go', outlet: 'next', set: { [scene.config.variable]: result } };
  },
};
