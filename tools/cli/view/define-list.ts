import type { Command } from 'commander';
import type { Given } from '../client/operation.ts';
import { firstItems, type ListOperation } from '../client/all-pages.ts';
import type { CliCommand } from '../cli-command.types.ts';
import { type ApiOptions, openApi } from '../session/open-api.ts';
import { type Columns, renderTable } from './columns.ts';
import { type OutputOptions, positiveNumber, withApiOptions, writeAnswer } from './output.ts';
import { declareThing, type ThingArgument, thingId } from './thing-argument.ts';

type Options = ApiOptions & OutputOptions & { readonly limit: number; readonly all?: boolean };

interface ListInit<T, Q extends string, F extends Options> {
  readonly noun: string;
  readonly verb?: string;
  readonly summary: string;
  readonly examples: readonly string[];
  readonly operation: ListOperation<T, Q>;
  readonly columns: Columns<T>;
  /** Names what the list is of: the parameter `id` of the path. */
  readonly argument?: ThingArgument;
  readonly filters?: (command: Command) => Command;
  readonly query?: (options: F) => Given<null, Q>['query'];
}

/** A command that lists: the first `--limit` items, or `--all`, as a table or a JSON array. */
export function defineList<T, Q extends string, F extends Options = Options>(
  init: ListInit<T, Q, F>,
): CliCommand {
  const { noun, verb = 'list', summary, examples, operation, columns, argument } = init;
  return {
    noun,
    verb,
    summary,
    examples,
    declare: (command, run) => {
      if (argument) declareThing(command, argument);
      init.filters?.(command);
      withApiOptions(command)
        .option('--limit <n>', 'how many at most', positiveNumber, 50)
        .option('--all', 'every one')
        .action((...parsed: unknown[]) =>
          run(async (context) => {
            const [first, second] = parsed;
            // commander gives the arguments before the options.
            const options = (argument ? second : first) as F;
            const api = await openApi(context, options);
            const id = argument && (await thingId(api, argument, first as string | undefined));
            const items = await firstItems(
              api,
              operation,
              options.all ? Number.MAX_SAFE_INTEGER : options.limit,
              {
                ...(id !== undefined && { params: { id } }),
                ...(init.query && { query: init.query(options) }),
              } as Given<null, Q>,
            );
            writeAnswer(context, options, items, () => renderTable(items, columns));
            return 0;
          }),
        );
    },
  };
}
