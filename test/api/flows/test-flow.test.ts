import { expect, it } from '@jest/globals';
import { saveFlowSuite } from '../../../api/endpoints/flows/save-flow-suite.endpoint.ts';
import { testFlow } from '../../../api/endpoints/flows/test-flow.endpoint.ts';
import { useApiWorld } from '../harness/api-world-hooks.ts';
import { describeEndpoint } from '../harness/describe-endpoint.ts';
import { expectProblem } from '../harness/generic-blocks.ts';
import { call } from '../harness/requests.ts';
import { addFlow } from '../harness/rows.ts';
import { example } from './example-flows.ts';

const world = useApiWorld();
const { cases } = example('appointment-reminder.suite.json');
const run = (id: string, body: object) => call(world(), testFlow, { id, role: 'supervisor' }).send(body);

async function addDraft(document: object): Promise<string> {
  const { id } = await addFlow(world(), world().ours);
  await world().inOrg(world().ours.orgId, (tx) =>
    tx.query('UPDATE flow_draft SET document = $2 WHERE flow_id = $1', [id, JSON.stringify(document)]),
  );
  return id;
}

describeEndpoint(testFlow, world, {
  200: () => {
    it('runs one script: transcript, variables, path, and what it has not come to', async () => {
      const { id } = await addFlow(world(), world().ours);
      const script = {
        name: 'confirms',
        variables: { 'contact.firstName': 'Ada' },
        inputs: [{ silence: true }, { keys: '1' }],
        expect: { disposition: 'confirmed' },
      };
      const { body } = await run(id, { case: script }).expect(200);
      expect(body.passed).toBe(true);
      const [one] = body.cases;
      expect(one).toMatchObject({ passed: true, ended: 'completed', disposition: 'confirmed', failed: null });
      expect(one.transcript).toContainEqual(expect.objectContaining({ who: 'caller', text: '[silence]' }));
      expect(one.transcript[0].text).toContain('Ada');
      expect(one.path.length).toBeGreaterThan(2);
      expect(body.uncoveredNodes.length).toBeGreaterThan(0);
      expect(body.uncoveredEdges.length).toBeGreaterThan(0);
    });

    it('runs a saved suite that comes to every node and edge', async () => {
      const { id } = await addFlow(world(), world().ours);
      await call(world(), saveFlowSuite, { id, role: 'admin' }).send({ name: 'x', cases }).expect(200);
      const { body } = await run(id, { suiteId: 'main' }).expect(200);
      expect(body).toMatchObject({ passed: true, uncoveredNodes: [], uncoveredEdges: [] });
    });

    it('answers a case that fails, hangs up or is too short, and does not take it for an error', async () => {
      const { id } = await addFlow(world(), world().ours);
      const { body } = await run(id, {
        cases: [
          { name: 'other end', inputs: [{ keys: '1' }], expect: { disposition: 'rescheduled' } },
          { name: 'hangs up', inputs: [{ hangUp: true }] },
          { name: 'says nothing' },
        ],
      }).expect(200);
      expect(body.passed).toBe(false);
      expect(body.cases[0].misses).toEqual(['The disposition is "confirmed", not "rescheduled".']);
      expect(body.cases.map((one: { ended: string }) => one.ended)).toEqual([
        'completed',
        'hung_up',
        'waiting',
      ]);
    });

    it('has webhooks fail as the script says, asks nobody, and speaks to a caller by speech', async () => {
      const id = await addDraft(example('order-status.flow.json'));
      const suite = example('order-status.suite.json');
      const { body } = await run(id, { cases: suite.cases }).expect(200);
      expect(body).toMatchObject({ passed: true, uncoveredNodes: [] });
      const outcomes = body.cases.flatMap((one: { path: { outlet: string | null }[] }) =>
        one.path.map(({ outlet }) => outlet),
      );
      expect(outcomes).toEqual(expect.arrayContaining(['success', 'failure', 'timeout']));
    });

    it('runs a published version, whatever has become of the draft', async () => {
      const id = await addDraft({ broken: true });
      const { body } = await run(id, { version: 1, cases }).expect(200);
      expect(body.passed).toBe(true);
    });
  },
  404: () => {
    it('knows no suite that was never saved, and no version that was never published', async () => {
      const { id } = await addFlow(world(), world().ours);
      expectProblem(await run(id, { suiteId: 'none' }), 404, 'flow.suite_not_found');
      expectProblem(await run(id, { version: 4, cases }), 404, 'flow.version_not_found');
    });
  },
  422: () => {
    it('refuses a draft that is no flow, with its faults', async () => {
      const answer = await run(await addDraft({ broken: true }), { cases });
      expectProblem(answer, 422, 'flow.not_valid');
      expect(answer.body.errors.length).toBeGreaterThan(0);
    });

    it('refuses calls that bring what the flow does not declare, by pointer', async () => {
      const id = await addDraft(example('office.flow.json'));
      const stray = {
        name: 'x',
        language: 'en',
        openCalendars: ['ofice'],
        variables: { nobody: 1, 'contact.firstName': 'Ada' },
      };
      const pointers = (answer: { body: { errors: { pointer: string }[] } }) =>
        answer.body.errors.map(({ pointer }) => pointer);
      const one = await run(id, { case: stray });
      expectProblem(one, 422, 'request.not_valid');
      expect(pointers(one)).toEqual(['/case/variables/nobody', '/case/openCalendars/0']);
      const fine = { name: 'fine', openCalendars: ['office'] };
      expect(pointers(await run(id, { cases: [fine, stray] }))).toEqual([
        '/cases/1/variables/nobody',
        '/cases/1/openCalendars/0',
      ]);
      await run(id, { cases: [fine] }).expect(200);
      await call(world(), saveFlowSuite, { id, role: 'admin' })
        .send({ name: 'x', cases: [stray] })
        .expect(200);
      expect(pointers(await run(id, { suiteId: 'main' }))[0]).toBe('/suites/main/cases/0/variables/nobody');
    });

    it('asks for one thing to run', async () => {
      const { id } = await addFlow(world(), world().ours);
      for (const body of [{}, { suiteId: 'main', cases }])
        expectProblem(await run(id, body), 422, 'request.not_valid');
    });
  },
});
