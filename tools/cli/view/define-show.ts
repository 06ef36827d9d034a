import type { z } from 'zod';
import type { AnswerOf, Operation } from '../client/operation.ts';
import type { CliCommand, ExitCode } from '../cli-command.types.ts';
import { type ApiOptions, openApi } from '../session/open-api.ts';
import { type OutputOptions, withApiOptions, writeAnswer } from './output.ts';
import { declareThing, type ThingArgument, thingId } from './thing-argument.ts';

/** A command that asks for one thing by its id, or does one thing to it that needs no more than that. */
export function defineShow<A extends z.ZodType | null>(init: {
  noun: string;
  verb: string;
  summary: string;
  examples: readonly string[];
  /** What the id is of, or the argument that names it. */
  of: string | ThingArgument;
  operation: Operation<A, null>;
  /** `typed`: what the thing was named by. */
  lines: (answer: AnswerOf<A>, typed: string) => string;
  /** What the answer means for the exit code; 0 unless told. */
  ends?: (answer: AnswerOf<A>) => ExitCode;
}): CliCommand {
  const { noun, verb, summary, examples, of, operation, lines, ends = () => 0 } = init;
  const argument = typeof of === 'string' ? { name: 'id', description: `id of the ${of}` } : of;
  return {
    noun,
    verb,
    summary,
    examples,
    declare: (command, run) => {
      withApiOptions(declareThing(command, argument)).action(
        (typed: string, options: ApiOptions & OutputOptions) =>
          run(async (context) => {
            const api = await openApi(context, options);
            const id = await thingId(api, argument, typed);
            // Without a body the operation is given parameters alone.
            const answer = await api.call(operation as Operation<A, null, never>, { params: { id } });
            writeAnswer(context, options, answer ?? { id, done: true }, () => lines(answer, typed));
            return ends(answer);
          }),
      );
    },
  };
}
