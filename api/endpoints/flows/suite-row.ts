import type { z } from 'zod';
import type { flowSuiteSchema } from '../../../contracts/flow-suite.schema.ts';
import type { FlowSuiteRow } from '../../../db/flows/flow-suites.ts';
import { toInstant } from '../../http/instant.ts';

/** The contract shape of a suite. */
export function toSuite(row: FlowSuiteRow): z.input<typeof flowSuiteSchema> {
  return {
    suiteId: row.suite_id,
    name: row.name,
    cases: row.document.cases,
    revision: row.revision,
    updatedAt: toInstant(row.updated_at),
    updatedBy: row.updated_by,
  };
}
