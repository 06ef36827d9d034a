import type { NodeCompiler } from './node-compile.types.ts';
import { compileRetries } from './retries.compile.ts';

/** Publishing half of `gather_input`. */
export const gatherInputCompiler: NodeCompiler<'gather_input'> = {
  outlets: () => ({
    required: ['valid', 'too_many'],
    optional: ['no_input', 'invalid'],
    automatic: ['too_many'],
  }),
  waits: () => true,
  compile: (draft, tools) => {
    const { prompt, variable, noInputPrompt, noMatchPrompt, maxRetries, ...rest } = draft;
    if (rest.minDigits > rest.maxDigits) {
      tools.fault(
        'ivr_flow.bad_value',
        ['minDigits'],
        'At least as many digits are allowed as are asked for.',
      );
    }
    if (rest.pattern === 'amount' && rest.finishKey === '*') {
      tools.fault('ivr_flow.bad_value', ['finishKey'], 'The star is the decimal point of an amount.');
    }
    if (rest.interDigitTimeoutMs !== undefined && !tools.carrierHas('inter_digit_timeout')) {
      const message =
        'The carrier has one time for the first key and between keys: `timeoutMs` serves for both.';
      tools.warn('ivr_flow.no_inter_digit_timeout', ['interDigitTimeoutMs'], message);
    }
    return {
      ...rest,
      prompt: tools.prompt('prompt', prompt, ['prompt']),
      variable: tools.variable(variable, ['variable']),
      ...compileRetries({ maxRetries, noInputPrompt, noMatchPrompt }, tools),
    };
  },
};
