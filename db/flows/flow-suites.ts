import type { PoolClient } from 'pg';
import type { IvrCase } from '../../contracts/ivr-suite.schema.ts';
import { AppError } from '../../domain/errors.ts';

/** A suite as it is kept; its cases went through `ivrSuiteSchema` before. */
export interface FlowSuiteRow {
  suite_id: string;
  name: string;
  document: { cases: IvrCase[] };
  revision: number;
  updated_at: Date;
  updated_by: string | null;
}

const COLUMNS = 'suite_id, name, document, revision, updated_at, updated_by';

/** The suites of a flow by their ids; their number is bounded when they are saved. */
export async function suitesOf(tx: PoolClient, flowId: string): Promise<FlowSuiteRow[]> {
  const { rows } = await tx.query<FlowSuiteRow>(
    `SELECT ${COLUMNS} FROM flow_suite WHERE flow_id = $1 ORDER BY suite_id`,
    [flowId],
  );
  return rows;
}

/** One suite; throws `flow.suite_not_found`. */
export async function suiteById(tx: PoolClient, flowId: string, suiteId: string): Promise<FlowSuiteRow> {
  const { rows } = await tx.query<FlowSuiteRow>(
    `SELECT ${COLUMNS} FROM flow_suite WHERE flow_id = $1 AND suite_id = $2`,
    [flowId, suiteId],
  );
  if (!rows[0]) throw new AppError({ code: 'flow.suite_not_found' });
  return rows[0];
}

/** What is saved of a suite, and by whom. */
export interface SuiteChange {
  orgId: string;
  flowId: string;
  suiteId: string;
  userId: string | null;
  name: string;
  cases: readonly IvrCase[];
}

/** Writes a suite over the one of its id, or anew; IDEMPOTENT but for the revision. The caller holds the flow's row. */
export async function saveSuite(tx: PoolClient, change: SuiteChange): Promise<FlowSuiteRow> {
  const { orgId, flowId, suiteId, userId, name, cases } = change;
  const { rows } = await tx.query<FlowSuiteRow>(
    `INSERT INTO flow_suite (org_id, flow_id, suite_id, name, document, updated_by) VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (org_id, flow_id, suite_id) DO UPDATE SET name = excluded.name, document = excluded.document,
       revision = flow_suite.revision + 1, updated_by = excluded.updated_by, updated_at = clock_timestamp()
     RETURNING ${COLUMNS}`,
    [orgId, flowId, suiteId, name, JSON.stringify({ cases }), userId],
  );
  if (!rows[0]) throw new AppError({ code: 'internal.unexpected', message: 'The suite was not written.' });
  return rows[0];
}
