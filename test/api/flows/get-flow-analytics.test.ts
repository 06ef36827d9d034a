import { beforeAll, expect, it } from '@jest/globals';
import { getFlowAnalytics } from '../../../api/endpoints/flows/get-flow-analytics.endpoint.ts';
import { FLOW_FIGURES, NODE_FIGURES } from '../../../db/flows/flow-analytics.sql.ts';
import { useApiWorld } from '../harness/api-world-hooks.ts';
import { describeEndpoint } from '../harness/describe-endpoint.ts';
import { expectProblem } from '../harness/generic-blocks.ts';
import { call } from '../harness/requests.ts';
import { addFlow } from '../harness/rows.ts';
import { addWalkedCall, type WalkedCall } from './walked-call.ts';

const world = useApiWorld();
const figures = (id: string, query = '?from=2026-03-01T00:00:00Z&to=2026-04-01T00:00:00Z') =>
  call(world(), getFlowAnalytics, { id, role: 'supervisor', query });

const entry = (node: string, outlet: string | null, rest: object = {}) => ({
  node,
  visit: 1,
  input: null,
  valid: true,
  ms: 0,
  outlet,
  ...rest,
});
const hello = [entry('hello', 'next'), entry('menu', null)];
const silence = entry('menu', null, { input: 'no_input', valid: false, ms: 5_000 });
const wrong = entry('menu', null, { input: 'digits', valid: false, ms: 2_000 });
const pressed = (outlet: string) => entry('menu', outlet, { input: 'digits', ms: 3_000 });

const CALLS: Omit<WalkedCall, 'versionId'>[] = [
  {
    createdAt: new Date('2026-03-02T10:00:00Z'),
    path: [...hello, silence, wrong, pressed('sales'), entry('bye', null)],
  },
  {
    createdAt: new Date('2026-03-02T23:30:00Z'),
    language: 'cs',
    path: [
      ...hello,
      pressed('care'),
      entry('dial', null),
      entry('dial', 'answered', { input: 'dial_result' }),
      entry('bye', null),
    ],
  },
  {
    createdAt: new Date('2026-03-04T10:00:00Z'),
    from: '+12125550178',
    durationSeconds: 6,
    path: [...hello, entry('menu', null, { input: 'hangup', valid: false, ms: 2_000 })],
  },
  { createdAt: new Date('2026-05-01T10:00:00Z'), path: hello },
];

let flowId = '';
let versionId: string | null = null;
let otherVersionId: string | null = null;
beforeAll(async () => {
  const { ours } = world();
  const flow = await addFlow(world(), ours);
  flowId = flow.id;
  versionId = flow.versionId;
  for (const one of CALLS) await addWalkedCall(world(), ours, { versionId: versionId ?? '', ...one });
  const other = await addFlow(world(), ours);
  otherVersionId = other.versionId;
  await addWalkedCall(world(), ours, {
    versionId: other.versionId ?? '',
    createdAt: new Date('2026-03-02T10:00:00Z'),
    path: hello,
  });
  await addWalkedCall(world(), ours, {
    versionId: versionId ?? '',
    isOver: false,
    createdAt: new Date('2026-03-02T10:00:00Z'),
  });
});

describeEndpoint(getFlowAnalytics, world, {
  200: () => {
    it('counts what became of the calls of the period, by language and day of the organization', async () => {
      const { body } = await figures(flowId).expect(200);
      expect(body).toMatchObject({
        calls: 3,
        completed: 2,
        abandoned: 1,
        transferred: 1,
        completionRatio: 2 / 3,
        containmentRatio: 1 / 3,
        averageDurationSeconds: 22,
        languages: [
          { language: 'en', calls: 2 },
          { language: 'cs', calls: 1 },
        ],
      });
      const byDay = body.overTime.map((step: { calls: number }) => step.calls);
      expect(byDay.reduce((sum: number, calls: number) => sum + calls, 0)).toBe(3);
      expect(byDay).toHaveLength(2);
    });

    it('counts per node: visits, callers, inputs, silence, time, hang-ups and ways on', async () => {
      const { body } = await figures(flowId).expect(200);
      const menu = body.nodes.find((one: { node: string }) => one.node === 'menu');
      expect(menu).toEqual({
        node: 'menu',
        visits: 3,
        uniqueCallers: 2,
        validInputs: 2,
        invalidInputs: 1,
        timeouts: 1,
        averageMs: 5_000,
        abandoned: 1,
        transitions: [
          { outlet: 'care', to: 'dial', count: 1 },
          { outlet: 'sales', to: 'bye', count: 1 },
        ],
      });
      const dial = body.nodes.find((one: { node: string }) => one.node === 'dial');
      expect(dial).toMatchObject({
        visits: 1,
        validInputs: 0,
        transitions: [{ outlet: 'answered', to: 'bye', count: 1 }],
      });
    });

    it('reads the calls of the period by their index', async () => {
      const from = new Date('2026-03-01T00:00:00Z');
      const to = new Date('2026-04-01T00:00:00Z');
      const plans = await world().inOrg(world().ours.orgId, async (tx) => {
        // With a handful of rows any index is as good; these are calls of others.
        await tx.query(
          `INSERT INTO call (org_id, direction, provider, provider_account, provider_call_id, flow_version_id, state,
                             created_at, deadline_at, closed_at, ended_at, path)
           SELECT $1, 'inbound', 'twilio', 'AC9', 'CA' || n, $2, 'completed', now(), now(), now(), now(), '[]'
             FROM generate_series(1, 5000) n`,
          [world().ours.orgId, otherVersionId],
        );
        await tx.query('SET LOCAL enable_seqscan = off');
        await tx.query('SET LOCAL enable_bitmapscan = off');
        const planOf = async (sql: string, values: unknown[]) =>
          JSON.stringify((await tx.query(`EXPLAIN (COSTS OFF) ${sql}`, values)).rows);
        return [
          await planOf(FLOW_FIGURES, [[versionId], from, to, 'day']),
          await planOf(NODE_FIGURES, [[versionId], from, to]),
        ];
      });
      for (const plan of plans) {
        expect(plan).toContain('using call_flow_path on call');
        expect(plan).toMatch(/Index Cond: [^"]*flow_version_id = [^"]*created_at >= [^"]*created_at < /);
      }
    });

    it('can be asked for one version, a step of time, and a period without calls', async () => {
      const march = '?from=2026-03-01T00:00:00Z&to=2026-04-01T00:00:00Z';
      expect((await figures(flowId, `${march}&version=1`).expect(200)).body.calls).toBe(3);
      const weeks = await figures(flowId, `${march}&interval=month`).expect(200);
      expect(weeks.body.overTime).toHaveLength(1);
      const none = await figures(flowId, '?from=2025-03-01T00:00:00Z&to=2025-04-01T00:00:00Z').expect(200);
      expect(none.body).toMatchObject({
        calls: 0,
        completionRatio: null,
        nodes: [],
        overTime: [],
        languages: [],
      });
      expect((await figures(flowId, '').expect(200)).body.calls).toBe(0);
    });
  },
  404: () => {
    it('knows no version that was never published', async () => {
      expectProblem(await figures(flowId, '?version=7'), 404, 'flow.version_not_found');
    });
  },
  422: () => {
    it.each([
      ['ends before it begins', '?from=2026-04-01T00:00:00Z&to=2026-03-01T00:00:00Z'],
      ['is too long', '?from=2024-01-01T00:00:00Z&to=2026-03-01T00:00:00Z'],
      ['has too many steps', '?from=2026-01-01T00:00:00Z&to=2026-03-01T00:00:00Z&interval=hour'],
      ['has a step that is none', '?interval=minute'],
      ['is no time', '?from=yesterday'],
    ])('refuses a period that %s', async (_what, query) => {
      expectProblem(await figures(flowId, query), 422, 'request.not_valid');
    });
  },
});
