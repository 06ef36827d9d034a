import { ENDPOINTS } from '../../../api/endpoints.ts';
import type { ApiWorld } from '../../../test/api/harness/api-world.ts';
import { inAccessWorld } from '../access/access-world.ts';
import { checkRawSql } from '../access/raw-sql.ts';
import type { MatrixReport } from '../access/role-matrix.ts';
import { checkTenancy } from '../access/tenant-matrix.ts';
import { type OpenApiDocument, type Operation, operationsOf } from '../fuzz/open-api.ts';
import type { Proof } from '../proof.types.ts';

/**
 * Another organization's ids in path, query, body, headers, cursor and Idempotency-Key of every operation of the served
 * document, as each role and an API key; and raw SQL of the application's own role on every table.
 */
export const tenantMatrixProof: Proof = {
  name: 'tenant-matrix',
  goal: '0 leaks, 0 changes; another organization’s id answers 404 as an id of nobody does',
  run: ({ say }) =>
    inAccessWorld(async (world) => {
      const { body } = await world.http.get('/openapi.json');
      const operations = operationsOf(body as OpenApiDocument).filter(({ auth }) => auth === 'token');
      const reports: MatrixReport[] = [];
      for (const operation of operations) reports.push(await checkOperation(world, operation));
      const sql = await checkRawSql();
      const faults = [...reports, sql].flatMap((report) => report.faults);
      for (const fault of faults) say(fault);
      const requests = reports.reduce((sum, { checked }) => sum + checked, 0);
      return {
        n: requests + sql.checked,
        result: `${operations.length} operations, ${sql.checked} statements, ${faults.length} leaks`,
        met: faults.length === 0 && operations.length > 0,
      };
    }),
};

async function checkOperation(world: ApiWorld, { id }: Operation): Promise<MatrixReport> {
  const endpoint = ENDPOINTS.find((one) => one.id === id);
  return endpoint ? checkTenancy(world, endpoint) : { checked: 0, faults: [`${id}: nothing serves it`] };
}
