import { stringify } from 'csv-stringify/sync';
import type { z } from 'zod';
import { callSchema } from '../../../../contracts/call.schema.ts';
import type { CliCommand, CliContext } from '../../cli-command.types.ts';
import { pages } from '../../client/all-pages.ts';
import type { ApiClient } from '../../client/api-client.ts';
import { API } from '../../client/operations.ts';
import { type ApiOptions, openApi } from '../../session/open-api.ts';
import { moment, type OutputOptions, withApiOptions, writeAnswer } from '../../view/output.ts';
import { thingId } from '../../view/thing-argument.ts';
import { CAMPAIGN } from '../campaigns/name-campaign.ts';
import { CallTally, renderTally } from './call-tally.ts';

type Call = z.output<typeof callSchema>;

interface Options extends ApiOptions, OutputOptions {
  readonly since?: string;
  readonly until?: string;
  readonly campaign?: string;
  readonly csv?: boolean;
}

/** What became of the calls of a period, in sum or call by call. */
export const reportsCalls: CliCommand = {
  noun: 'reports',
  verb: 'calls',
  summary: 'what became of the calls of a period: by outcome, by disposition, or each as a line of CSV',
  examples: [
    'evercall reports calls --since 2026-11-01T00:00:00Z --until 2026-12-01T00:00:00Z',
    'evercall reports calls --since 2026-11-01T00:00:00Z --csv > november.csv',
  ],
  declare: (command, run) => {
    withApiOptions(command)
      .option('--since <moment>', 'made at or after it', moment)
      .option('--until <moment>', 'made before it', moment)
      .option('--campaign <campaign>', 'only those of the campaign, by name or id')
      .option('--csv', 'every call as a line, with what the API tells of it')
      .action((options: Options) =>
        run(async (context) => {
          const calls = await callsOf(await openApi(context, options), options);
          if (options.csv) await writeCsv(context, calls);
          else await writeTally(context, calls, options);
          return 0;
        }),
      );
  },
};

async function callsOf(api: ApiClient, { since: from, until: to, campaign }: Options) {
  const campaignId = campaign && (await thingId(api, CAMPAIGN, campaign));
  const query = { from, to, campaignId };
  return pages(api, API.listCalls, { query }, () => Number.MAX_SAFE_INTEGER);
}

async function writeTally(
  context: CliContext,
  calls: AsyncIterable<readonly Call[]>,
  options: OutputOptions,
): Promise<void> {
  const tally = new CallTally();
  try {
    for await (const page of calls) {
      page.forEach((call) => tally.add(call));
      context.live?.show(`${tally.calls} calls so far`);
    }
  } finally {
    context.live?.done();
  }
  const sum = tally.sum();
  writeAnswer(context, options, sum, () => renderTally(sum));
}

/**
 * Page by page, so that the calls of a year need no memory. What a spreadsheet would take for a formula begins with an
 * apostrophe, which imports take off again.
 */
async function writeCsv({ out }: CliContext, calls: AsyncIterable<readonly Call[]>): Promise<void> {
  const columns = Object.keys(callSchema.shape);
  const lines = (rows: readonly object[], header: boolean) =>
    stringify([...rows], { columns, header, escape_formulas: true }).trimEnd();
  out(lines([], true));
  for await (const page of calls) if (page.length > 0) out(lines(page, false));
}
