import { expect, it } from '@jest/globals';
import { validateFlow } from '../../../api/endpoints/flows/validate-flow.endpoint.ts';
import { useApiWorld } from '../harness/api-world-hooks.ts';
import { describeEndpoint } from '../harness/describe-endpoint.ts';
import { call } from '../harness/requests.ts';
import { addFlow } from '../harness/rows.ts';

const world = useApiWorld();

describeEndpoint(validateFlow, world, {
  200: () => {
    it('says that a draft is valid, or every fault by pointer', async () => {
      const { ours, inOrg } = world();
      const { id } = await addFlow(world(), ours, false);
      const valid = await call(world(), validateFlow, { id, role: 'supervisor' }).expect(200);
      expect(valid.body).toEqual({ valid: true, faults: [], warnings: [] });
      await inOrg(ours.orgId, (tx) =>
        tx.query(
          `UPDATE flow_draft SET document = document - 'entry' - 'languages' || '{"variables": {"idle": {"default": 1}}}'`,
        ),
      );
      const { body } = await call(world(), validateFlow, { id, role: 'supervisor' }).expect(200);
      expect(body.valid).toBe(false);
      const pointers = body.faults.map((fault: { pointer: string }) => fault.pointer);
      expect(pointers).toEqual(expect.arrayContaining(['/entry', '/languages']));
      expect(body.warnings).toEqual([
        expect.objectContaining({ code: 'ivr_flow.unused_variable', pointer: '/variables/idle' }),
      ]);
    });
  },
});
