import type { z } from 'zod';
import { idParamsSchema } from '../../../contracts/common.schema.ts';
import { flowAnalyticsQuerySchema, flowAnalyticsSchema } from '../../../contracts/flow-analytics.schema.ts';
import { flowFigures } from '../../../db/flows/flow-analytics.ts';
import { versionByNumber } from '../../../db/flows/flow-versions.ts';
import { AppError } from '../../../domain/errors.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { toInstant } from '../../http/instant.ts';
import { toFlowFigures, toNodeFigures } from './flow-figures.ts';
import { flowById } from './flow-row.ts';

const DAY_MS = 86_400_000;
const USUAL_DAYS = 30;
const MOST_DAYS = 366;
const MOST_STEPS = 1_000;
const HOUR_MS = 3_600_000;

/** What became of the calls of a flow: per node, in all, by language and over time. */
export const getFlowAnalytics = defineEndpoint({
  id: 'getFlowAnalytics',
  method: 'get',
  path: '/api/v1/ivr/flows/{id}/analytics',
  tag: 'ivr',
  summary: 'Figures of a flow and its nodes',
  description: 'Counts calls that are over, by the moment at which they were created.',
  auth: 'user',
  params: idParamsSchema,
  query: flowAnalyticsQuerySchema,
  responses: { 200: { description: 'The figures of the period.', schema: flowAnalyticsSchema } },
  errors: ['flow.not_found', 'flow.version_not_found'],
  handle: async ({ deps, inOrg, params, query }) => {
    const { from, to } = periodOf(query, deps.clock.wallMs());
    const { version, interval } = query;
    const { flow, nodes } = await inOrg(async (tx) => {
      const { id: flowId } = await flowById(tx, params.id);
      if (version !== undefined) await versionByNumber(tx, flowId, version);
      return flowFigures(tx, { flowId, version: version ?? null, from, to, interval });
    });
    return {
      status: 200,
      body: {
        from: toInstant(from),
        to: toInstant(to),
        ...toFlowFigures(flow),
        nodes: toNodeFigures(nodes),
      },
    };
  },
});

/** The period asked for; throws `request.not_valid` when it is empty, over 366 days, or has too many steps. */
function periodOf(query: z.output<typeof flowAnalyticsQuerySchema>, nowMs: number): { from: Date; to: Date } {
  const toMs = query.to === undefined ? nowMs : Date.parse(query.to);
  const fromMs = query.from === undefined ? toMs - USUAL_DAYS * DAY_MS : Date.parse(query.from);
  const lengthMs = toMs - fromMs;
  const refuse = (message: string) =>
    new AppError({
      code: 'request.not_valid',
      errors: [{ pointer: '/query/from', code: 'period', message }],
    });
  if (lengthMs <= 0) throw refuse('The period ends before it begins.');
  if (lengthMs > MOST_DAYS * DAY_MS) throw refuse(`A period has at most ${MOST_DAYS} days.`);
  if (query.interval === 'hour' && lengthMs > MOST_STEPS * HOUR_MS) {
    throw refuse(`By the hour a period has at most ${MOST_STEPS} hours.`);
  }
  return { from: new Date(fromMs), to: new Date(toMs) };
}
