import { Option } from 'commander';
import type { z } from 'zod';
import {
  ANALYTICS_INTERVALS,
  type flowAnalyticsSchema,
} from '../../../../contracts/flow-analytics.schema.ts';
import type { CliCommand } from '../../cli-command.types.ts';
import { API } from '../../client/operations.ts';
import { type ApiOptions, openApi } from '../../session/open-api.ts';
import { renderFields, renderTable, shortMoment } from '../../view/columns.ts';
import {
  moment,
  type OutputOptions,
  positiveNumber,
  withApiOptions,
  writeAnswer,
} from '../../view/output.ts';
import { percent, share } from '../../view/figures.ts';
import { declareThing, thingId } from '../../view/thing-argument.ts';
import { FLOW } from '../flows/name-flow.ts';

interface Options extends ApiOptions, OutputOptions {
  readonly since?: string;
  readonly until?: string;
  readonly flowVersion?: number;
  readonly interval: string;
}

/** What callers did in a flow over a period. */
export const reportsFlow: CliCommand = {
  noun: 'reports',
  verb: 'flow',
  summary: 'what callers did in one over a period: completed, abandoned, over time and node by node',
  examples: [
    'evercall reports flow "Office hours"',
    'evercall reports flow survey --since 2026-11-01T00:00:00Z --until 2026-12-01T00:00:00Z --interval week',
  ],
  declare: (command, run) => {
    withApiOptions(declareThing(command, FLOW))
      .option('--since <moment>', 'calls made at or after it; 30 days back unless told', moment)
      .option('--until <moment>', 'calls made before it; now unless told', moment)
      .option('--flow-version <n>', 'calls on that version alone', positiveNumber)
      .addOption(
        new Option('--interval <step>', 'steps of the course').choices(ANALYTICS_INTERVALS).default('day'),
      )
      .action((typed: string, options: Options) =>
        run(async (context) => {
          const api = await openApi(context, options);
          const params = { id: await thingId(api, FLOW, typed) };
          const { since: from, until: to, flowVersion: version, interval } = options;
          const figures = await api.call(API.flowAnalytics, {
            params,
            query: { from, to, version, interval },
          });
          writeAnswer(context, options, figures, () => renderFigures(figures));
          return 0;
        }),
      );
  },
};

function renderFigures(figures: z.output<typeof flowAnalyticsSchema>): string {
  const { calls, completed, abandoned, transferred, averageDurationSeconds, languages } = figures;
  const summary = renderFields({
    from: shortMoment(figures.from),
    to: shortMoment(figures.to),
    calls,
    completed: share(completed, calls),
    abandoned: share(abandoned, calls),
    transferred: share(transferred, calls),
    contained: figures.containmentRatio === null ? null : percent(figures.containmentRatio, 1),
    'average seconds': averageDurationSeconds?.toFixed(1),
    languages: languages.map(({ language, calls: count }) => `${language ?? 'none'} ${count}`).join(', '),
  });
  if (calls === 0) return summary;
  const course = renderTable(figures.overTime, {
    from: ({ at }) => shortMoment(at),
    calls: (step) => step.calls,
    completed: (step) => step.completed,
    abandoned: (step) => step.abandoned,
  });
  const nodes = renderTable(figures.nodes, {
    node: ({ node }) => node,
    visits: ({ visits }) => visits,
    callers: ({ uniqueCallers }) => uniqueCallers,
    valid: ({ validInputs }) => validInputs,
    invalid: ({ invalidInputs }) => invalidInputs,
    timeouts: ({ timeouts }) => timeouts,
    'hung up': (node) => node.abandoned,
    'average s': ({ averageMs }) => (averageMs / 1000).toFixed(1),
    'went on to': ({ transitions }) =>
      transitions.map(({ outlet, to, count }) => `${outlet} → ${to ?? 'end'} ${count}`).join(', '),
  });
  return [summary, course, nodes].join('\n\n');
}
