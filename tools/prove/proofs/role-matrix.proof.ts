import { ENDPOINTS } from '../../../api/endpoints.ts';
import { inAccessWorld } from '../access/access-world.ts';
import { checkRoles } from '../access/role-matrix.ts';
import type { Proof } from '../proof.types.ts';

/** Every operation asked for by each role, by API keys with and without its scope, by the operator and by nobody. */
export const roleMatrixProof: Proof = {
  name: 'role-matrix',
  goal: 'every operation lets in whom the table names, and nobody else',
  run: ({ say }) =>
    inAccessWorld(async (world) => {
      const reports = [];
      for (const endpoint of ENDPOINTS) reports.push(await checkRoles(world, endpoint));
      const faults = reports.flatMap((report) => report.faults);
      for (const fault of faults) say(fault);
      const n = reports.reduce((sum, { checked }) => sum + checked, 0);
      return {
        n,
        result: `${ENDPOINTS.length} operations, ${faults.length} wrong receptions`,
        met: faults.length === 0,
      };
    }),
};
