import type { z } from 'zod';
import type { flowAnalyticsSchema, nodeAnalyticsSchema } from '../../../contracts/flow-analytics.schema.ts';
import type { FlowFiguresRow, NodeFiguresRow } from '../../../db/flows/flow-analytics.ts';
import { toInstant } from '../../http/instant.ts';

type Analytics = z.input<typeof flowAnalyticsSchema>;
type NodeAnalytics = z.input<typeof nodeAnalyticsSchema>;

function ratio(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}

/** The contract shape of the figures of a flow; `rows` hold one for all calls, others by language and time. */
export function toFlowFigures(rows: readonly FlowFiguresRow[]): Omit<Analytics, 'from' | 'to' | 'nodes'> {
  const all = rows.find((row) => row.of === 'all');
  const calls = all?.calls ?? 0;
  return {
    calls,
    completed: all?.completed ?? 0,
    abandoned: all?.abandoned ?? 0,
    transferred: all?.transferred ?? 0,
    completionRatio: ratio(all?.completed ?? 0, calls),
    containmentRatio: ratio(all?.contained ?? 0, calls),
    averageDurationSeconds: all?.average_duration_seconds ?? null,
    languages: rows
      .filter((row) => row.of === 'language')
      .map((row) => ({ language: row.language, calls: row.calls })),
    overTime: rows.flatMap(({ of, at, calls: inStep, completed, abandoned }) =>
      of === 'time' && at ? [{ at: toInstant(at), calls: inStep, completed, abandoned }] : [],
    ),
  };
}

/** The contract shape of the figures of each node, with the ways out of it that were taken. */
export function toNodeFigures(rows: readonly NodeFiguresRow[]): NodeAnalytics[] {
  const ways = Map.groupBy(
    rows.filter((row) => row.is_way),
    ({ node }) => node,
  );
  return rows
    .filter((row) => !row.is_way)
    .map((row) => ({
      node: row.node,
      visits: row.visits,
      uniqueCallers: row.unique_callers,
      validInputs: row.valid_inputs,
      invalidInputs: row.invalid_inputs,
      timeouts: row.timeouts,
      averageMs: row.average_ms,
      abandoned: row.abandoned,
      transitions: (ways.get(row.node) ?? []).map(({ outlet, next, count }) => ({
        outlet: outlet ?? '',
        to: next,
        count,
      })),
    }));
}
