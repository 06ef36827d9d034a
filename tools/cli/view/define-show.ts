import type { z } from 'zod';
import type { AnswerOf, Operation } from '../client/operation.ts';
import type { CliCommand } from '../cli-command.types.ts';
import { type ApiOptions, openApi } from '../session/open-api.ts';
import { type OutputOptions, withApiOptions, writeAnswer } from './output.ts';

/** A command that asks for one thing by its id, or does one thing to it that needs no more than that. */
export function defineShow<A extends z.ZodType | null>(init: {
  noun: string;
  verb: string;
  summary: string;
  examples: readonly string[];
  /** What the id is of. */
  of: string;
  operation: Operation<A, null>;
  lines: (answer: AnswerOf<A>, id: string) => string;
}): CliCommand {
  const { noun, verb, summary, examples, of, operation, lines } = init;
  return {
    noun,
    verb,
    summary,
    examples,
    declare: (command, run) => {
      withApiOptions(command.argument('<id>', `id of the ${of}`)).action(
        (id: string, options: ApiOptions & OutputOptions) =>
          run(async (context) => {
            const api = await openApi(context, options);
            // Without a body the operation is given parameters alone.
            const answer = await api.call(operation as Operation<A, null, never>, { params: { id } });
            writeAnswer(context, options, answer ?? { id, done: true }, () => lines(answer, id));
            return 0;
          }),
      );
    },
  };
}
