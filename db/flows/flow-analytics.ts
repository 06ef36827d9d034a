import type { PoolClient } from 'pg';
import { FLOW_FIGURES, NODE_FIGURES } from './flow-analytics.sql.ts';

/** Which calls are counted. */
export interface AnalyticsFilter {
  flowId: string;
  version: number | null;
  from: Date;
  to: Date;
  interval: 'hour' | 'day' | 'week' | 'month';
}

/** Figures of all calls (`all`), of those in one language, or of those in one step of time. */
export interface FlowFiguresRow {
  of: 'all' | 'language' | 'time';
  language: string | null;
  at: Date | null;
  calls: number;
  completed: number;
  abandoned: number;
  transferred: number;
  contained: number;
  average_duration_seconds: number | null;
}

/** Figures of a node, or how often one way out of it was taken (`is_way`). */
export interface NodeFiguresRow {
  node: string;
  outlet: string | null;
  next: string | null;
  is_way: boolean;
  count: number;
  visits: number;
  unique_callers: number;
  valid_inputs: number;
  invalid_inputs: number;
  timeouts: number;
  average_ms: number;
  abandoned: number;
}

/** Figures of a flow from the paths of its calls, each written once when the call was over. */
export async function flowFigures(
  tx: PoolClient,
  { flowId, version, from, to, interval }: AnalyticsFilter,
): Promise<{ flow: FlowFiguresRow[]; nodes: NodeFiguresRow[] }> {
  const versions = await tx.query<{ id: string }>(
    'SELECT id FROM flow_version WHERE flow_id = $1 AND ($2::int IS NULL OR version = $2)',
    [flowId, version],
  );
  const calls = [versions.rows.map(({ id }) => id), from, to];
  const flow = await tx.query<FlowFiguresRow>(FLOW_FIGURES, [...calls, interval]);
  const nodes = await tx.query<NodeFiguresRow>(NODE_FIGURES, calls);
  return { flow: flow.rows, nodes: nodes.rows };
}
