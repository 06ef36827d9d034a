import { hasControlCharacters } from '../spoken-text.ts';
import type { CompileTools, NodeCompiler } from './node-compile.types.ts';
import type { Operand } from './set-variable.step.ts';

const OUTPUT = /\{\{-?\s*([A-Za-z][A-Za-z0-9_.]*)\s*-?\}\}/;

/** Lowers a template of plain outputs to parts, since no Liquid runs where variables are set. */
function compileTemplate(template: string, tools: CompileTools): Operand[] {
  const pieces = template.split(OUTPUT);
  const parts = pieces.map(
    (piece, index): Operand =>
      index % 2 === 1 ? { read: tools.reference(piece, ['template']) } : { literal: piece },
  );
  const isPlain = pieces.every((piece, index) => index % 2 === 1 || !/\{[{%]|[%}]\}/.test(piece));
  if (!isPlain || hasControlCharacters(template)) {
    const message =
      'A template for a variable holds text and plain references such as {{ name }}; no filters, no tags.';
    tools.fault('ivr_flow.bad_template', ['template'], message);
  }
  return parts.filter((part) => !('literal' in part) || part.literal !== '');
}

/** Publishing half of `set_variable`. */
export const setVariableCompiler: NodeCompiler<'set_variable'> = {
  outlets: () => ({ required: ['next'], optional: [], automatic: ['next'] }),
  waits: () => false,
  compile: (config, tools) => {
    const variable = tools.variable(config.variable, ['variable']);
    if ('value' in config) return { variable, value: { literal: config.value } };
    if ('template' in config) return { variable, value: { parts: compileTemplate(config.template, tools) } };
    const { operator, left, right } = config.arithmetic;
    const operand = (side: typeof left, name: string): Operand =>
      typeof side === 'number'
        ? { literal: side }
        : { read: tools.reference(side.variable, ['arithmetic', name, 'variable']) };
    return { variable, value: { operator, left: operand(left, 'left'), right: operand(right, 'right') } };
  },
};
