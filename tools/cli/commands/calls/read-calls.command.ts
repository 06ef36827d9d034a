import { Option } from 'commander';
import type { z } from 'zod';
import { CALL_OUTCOMES, CALL_STATES, type callDetailSchema } from '../../../../contracts/call.schema.ts';
import { API } from '../../client/operations.ts';
import type { ApiOptions } from '../../session/open-api.ts';
import { renderFields, renderTable, shortMoment } from '../../view/columns.ts';
import { defineList } from '../../view/define-list.ts';
import { defineShow } from '../../view/define-show.ts';
import { moment, type OutputOptions } from '../../view/output.ts';

interface ListOptions extends ApiOptions, OutputOptions {
  readonly limit: number;
  readonly status?: string;
  readonly direction?: string;
  readonly outcome?: string;
  readonly campaign?: string;
  readonly contact?: string;
  readonly since?: string;
  readonly until?: string;
}

/** Calls, newest first. */
export const callsList = defineList({
  noun: 'calls',
  summary: 'list calls, newest first',
  examples: [
    'evercall calls list --status in_progress',
    'evercall calls list --campaign ID --outcome answered --all',
  ],
  operation: API.listCalls,
  filters: (command) =>
    command
      .addOption(new Option('--status <status>', 'only those in it').choices(CALL_STATES))
      .addOption(new Option('--direction <direction>', 'only those').choices(['inbound', 'outbound']))
      .addOption(new Option('--outcome <outcome>', 'only those that ended so').choices(CALL_OUTCOMES))
      .option('--campaign <id>', 'only those of the campaign')
      .option('--contact <id>', 'only those with the contact')
      .option('--since <moment>', 'made at or after it', moment)
      .option('--until <moment>', 'made before it', moment),
  query: ({ status, direction, outcome, campaign, contact, since, until }: ListOptions) => ({
    status,
    direction,
    outcome,
    campaignId: campaign,
    contactId: contact,
    from: since,
    to: until,
  }),
  columns: {
    id: ({ id }) => id,
    direction: ({ direction }) => direction,
    status: ({ status }) => status,
    disposition: ({ disposition }) => disposition,
    created: ({ createdAt }) => shortMoment(createdAt),
    seconds: ({ durationSeconds }) => durationSeconds,
  },
});

/** One call with its legs, its timeline and its way through the flow. */
export const callsShow = defineShow({
  noun: 'calls',
  verb: 'show',
  summary: 'one call with its timeline and its way through the flow',
  examples: ['evercall calls show 01a1fece-8a5f-7781-909f-f636b51989c1'],
  of: 'call',
  operation: API.getCall,
  lines: renderCall,
});

function renderCall({ call, legs, timeline, path }: z.output<typeof callDetailSchema>): string {
  const { createdAt, startedAt, answeredAt, endedAt, costMicros, ...rest } = call;
  const fields = renderFields({
    ...rest,
    cost: costMicros === null ? null : (costMicros / 1e6).toFixed(4),
    created: shortMoment(createdAt),
    started: shortMoment(startedAt),
    answered: shortMoment(answeredAt),
    ended: shortMoment(endedAt),
  });
  const changes = renderTable(timeline, {
    at: ({ at }) => at.slice(0, 23).replace('T', ' '),
    from: ({ from }) => from,
    to: ({ to }) => to,
    cause: ({ cause }) => cause,
  });
  const parties = renderTable(legs, {
    kind: ({ kind }) => kind,
    state: ({ state }) => state,
    started: (leg) => shortMoment(leg.startedAt),
    ended: (leg) => shortMoment(leg.endedAt),
  });
  return [
    fields,
    ...(timeline.length > 0 ? [`Timeline\n${changes}`] : []),
    ...(legs.length > 0 ? [`Legs\n${parties}`] : []),
    ...(path?.length ? [`Way through the flow\n${renderPath(path)}`] : []),
  ].join('\n\n');
}

function renderPath(path: readonly Record<string, unknown>[]): string {
  return renderTable(path, {
    node: ({ node }) => word(node),
    input: ({ input }) => word(input),
    valid: ({ valid }) => valid === true,
    outlet: ({ outlet }) => word(outlet),
  });
}

function word(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
