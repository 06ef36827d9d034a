import { expect, it } from '@jest/globals';
import { publishFlow } from '../../../api/endpoints/flows/publish-flow.endpoint.ts';
import { saveFlowSuite } from '../../../api/endpoints/flows/save-flow-suite.endpoint.ts';
import { updateFlow } from '../../../api/endpoints/flows/update-flow.endpoint.ts';
import { useApiWorld } from '../harness/api-world-hooks.ts';
import { describeEndpoint } from '../harness/describe-endpoint.ts';
import { expectProblem } from '../harness/generic-blocks.ts';
import { call } from '../harness/requests.ts';
import { addFlow, FLOW_DOCUMENT } from '../harness/rows.ts';
import { example } from './example-flows.ts';

const world = useApiWorld();
const publish = (id: string) => call(world(), publishFlow, { id, role: 'admin' }).send({});

/** Adds a flow whose draft is this document. */
async function addDraft(document: object, rest: object = {}): Promise<string> {
  const { id } = await addFlow(world(), world().ours, false);
  await call(world(), updateFlow, { id, role: 'admin' })
    .set('If-Match', '*')
    .send({ document, ...rest })
    .expect(200);
  return id;
}

const end = { type: 'end_call', config: { exit: 'done' } };
const flow = (nodes: object, entry: string) => ({
  id: 'x',
  name: 'x',
  entry,
  defaultLanguage: 'en',
  languages: ['en'],
  nodes,
});
const around = (flowId: string) =>
  flow({ sub: { type: 'subflow', config: { flowId }, outlets: { done: 'end' } }, end }, 'sub');
const saying = (text: string) =>
  flow(
    { say: { type: 'play_message', config: { prompt: { en: text } }, outlets: { next: 'end' } }, end },
    'say',
  );

const graphOf = async (versionId: string) => {
  const { rows } = await world().inOrg(world().ours.orgId, (tx) =>
    tx.query<{ prompts: object }>('SELECT prompts FROM flow_version WHERE id = $1', [versionId]),
  );
  return JSON.stringify(rows[0]?.prompts);
};

describeEndpoint(publishFlow, world, {
  201: () => {
    it('makes the next version live, numbered without a gap also when two publish at once', async () => {
      const { id } = await addFlow(world(), world().ours, false);
      const answers = await Promise.all([publish(id), publish(id)]);
      expect(answers.map((answer) => answer.status)).toEqual([201, 201]);
      expect(answers.map((answer): number => answer.body.version).toSorted((a, b) => a - b)).toEqual([1, 2]);
      const third = await publish(id).expect(201);
      const { rows } = await world().inOrg(world().ours.orgId, (tx) =>
        tx.query<{ live_version_id: string }>('SELECT live_version_id FROM flow WHERE id = $1', [id]),
      );
      expect(rows).toEqual([{ live_version_id: third.body.id }]);
      expect(third.body).toMatchObject({ version: 3, flowId: id });
      const { rows: changes } = await world().inOrg(world().ours.orgId, (tx) =>
        tx.query('SELECT kind, changed_by FROM flow_live_change WHERE flow_id = $1', [id]),
      );
      const change = { kind: 'publish', changed_by: world().ours.adminId };
      expect(changes).toEqual([change, change, change]);
    });

    it.each(['appointment-reminder', 'office', 'order-status', 'survey', 'callback-offer'] as const)(
      'takes the example %s as it is',
      async (name) => {
        const id = await addDraft(example(`${name}.flow.json`));
        expect((await publish(id).expect(201)).body).toMatchObject({ version: 1, warnings: [] });
      },
    );

    it('pins the flows that a flow names: a later version of theirs does not change it', async () => {
      const inner = await addDraft(saying('before'));
      await publish(inner).expect(201);
      const outer = await addDraft(around(inner));
      const first = await publish(outer).expect(201);
      await call(world(), updateFlow, { id: inner, role: 'admin' })
        .set('If-Match', '*')
        .send({ document: saying('after') })
        .expect(200);
      await publish(inner).expect(201);
      expect(await graphOf(first.body.id)).toContain('before');
      const second = await publish(outer).expect(201);
      expect(await graphOf(first.body.id)).toContain('before');
      expect(await graphOf(second.body.id)).toContain('after');
    });

    it('asks for the suites of a flow that requires them', async () => {
      const id = await addDraft(FLOW_DOCUMENT, { requiresSuites: true });
      expectProblem(await publish(id), 422, 'flow.suites_failed');
      const save = (cases: unknown) =>
        call(world(), saveFlowSuite, { id, role: 'admin' }).send({ name: 'x', cases }).expect(200);
      await save([{ name: 'stray', variables: { nobody: 1 }, inputs: [{ hangUp: true }] }]);
      const stray = await publish(id);
      expectProblem(stray, 422, 'flow.suites_failed');
      expect(stray.body.errors).toEqual([
        expect.objectContaining({ pointer: '/suites/main/cases/0/variables/nobody' }),
      ]);
      await save([{ name: 'no such end', inputs: [{ keys: '1' }], expect: { disposition: 'gone' } }]);
      const failed = await publish(id);
      expectProblem(failed, 422, 'flow.suites_failed');
      expect(failed.body.errors).toEqual([
        {
          pointer: '/suites/main/cases/0',
          code: 'case_failed',
          message: 'no such end: The disposition is "confirmed", not "gone".',
        },
      ]);
      await save(example('appointment-reminder.suite.json').cases);
      await publish(id).expect(201);
    });
  },
  412: () => {
    it('publishes only the draft that was read, where the request names it', async () => {
      const id = await addDraft(FLOW_DOCUMENT);
      expectProblem(await publish(id).set('If-Match', '"1"'), 412, 'request.precondition_failed');
      await publish(id).set('If-Match', '"2"').expect(201);
    });
  },
  422: () => {
    it('refuses a draft with every fault by JSON pointer, and publishes nothing', async () => {
      const { id } = await addFlow(world(), world().ours, false);
      await world().inOrg(world().ours.orgId, (tx) =>
        tx.query(
          `UPDATE flow_draft SET document = document - 'entry' - 'defaultLanguage' WHERE flow_id = $1`,
          [id],
        ),
      );
      const answer = await publish(id);
      expectProblem(answer, 422, 'flow.not_valid');
      const pointers = answer.body.errors.map((fault: { pointer: string }) => fault.pointer);
      expect(pointers).toEqual(expect.arrayContaining(['/defaultLanguage', '/entry']));
      const { rowCount } = await world().inOrg(world().ours.orgId, (tx) =>
        tx.query('SELECT FROM flow_version WHERE flow_id = $1', [id]),
      );
      expect(rowCount).toBe(0);
    });

    it('finds flows that come back to themselves by way of others, and 10,000 nodes', async () => {
      const one = await addDraft(saying('x'));
      await publish(one).expect(201);
      const other = await addDraft(around(one));
      await publish(other).expect(201);
      const save = (id: string, document: object) =>
        call(world(), updateFlow, { id, role: 'admin' }).set('If-Match', '*').send({ document }).expect(200);
      const codes = async (id: string) => {
        const answer = await publish(id);
        expectProblem(answer, 422, 'flow.not_valid');
        return answer.body.errors.map((fault: { code: string }) => fault.code);
      };
      await save(one, around(other));
      expect(await codes(one)).toContain('ivr_flow.subflow_cycle');
      const node = { type: 'end_call', config: {} };
      const many = Object.fromEntries(Array.from({ length: 10_000 }, (_, at) => [`n${at}`, node]));
      await save(one, flow(many, 'n0'));
      expect(await codes(one)).toContain('ivr_flow.too_many_nodes');
    });

    it('refuses a transfer to a number that costs whoever calls it', async () => {
      const transfer = {
        type: 'transfer',
        config: { to: '+19005550123' },
        outlets: { answered: 'end', busy: 'end', no_answer: 'end', failed: 'end' },
      };
      const answer = await publish(await addDraft(flow({ transfer, end }, 'transfer')));
      expect(answer.body.errors).toEqual([expect.objectContaining({ code: 'ivr_flow.target_not_allowed' })]);
    });

    it('refuses a transfer into a country that the organization does not allow', async () => {
      const outlets = { answered: 'end', busy: 'end', no_answer: 'end', failed: 'end' };
      const transfer = { type: 'transfer', config: { to: '+420300000123' }, outlets };
      const id = await addDraft(flow({ transfer, end }, 'transfer'));
      const allow = (countries: string[] | null) =>
        world().inOrg(world().ours.orgId, (tx) =>
          tx.query(
            `INSERT INTO organization_settings (org_id, document) VALUES ($1, $2)
             ON CONFLICT (org_id) DO UPDATE SET document = excluded.document`,
            [world().ours.orgId, JSON.stringify({ transferCountries: countries })],
          ),
        );
      const codes = async () => (await publish(id)).body.errors?.map(({ code }: { code: string }) => code);
      // Its own numbers are American.
      expect(await codes()).toEqual(['ivr_flow.target_not_allowed']);
      await allow(['CZ']);
      expect(await codes()).toBeUndefined();
      await allow(null);
      expect(await codes()).toEqual(['ivr_flow.target_not_allowed']);
    });
  },
});
