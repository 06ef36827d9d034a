import { ENDPOINTS } from '../../../api/endpoints.ts';
import { inAccessWorld } from '../access/access-world.ts';
import { checkTenancy } from '../access/tenant-matrix.ts';
import type { Proof } from '../proof.types.ts';

/**
 * Another organization's ids in path, query, body, headers, cursor and Idempotency-Key of every operation, as each role
 * and an API key. What raw SQL of the application's own role can reach is shown by `test/db/tenancy.test.ts`.
 */
export const tenantMatrixProof: Proof = {
  name: 'tenant-matrix',
  goal: '0 leaks, 0 changes; another organization’s id answers 404 as an id of nobody does',
  run: ({ say }) =>
    inAccessWorld(async (world) => {
      const reports = [];
      for (const endpoint of ENDPOINTS.filter(({ auth }) => auth === 'user' || auth === 'person'))
        reports.push(await checkTenancy(world, endpoint));
      const faults = reports.flatMap((report) => report.faults);
      for (const fault of faults) say(fault);
      const n = reports.reduce((sum, { checked }) => sum + checked, 0);
      return { n, result: `${reports.length} operations, ${faults.length} leaks`, met: faults.length === 0 };
    }),
};
