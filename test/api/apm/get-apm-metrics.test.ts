import { expect, it } from '@jest/globals';
import { getApmMetrics } from '../../../api/endpoints/apm/get-apm-metrics.endpoint.ts';
import { useApiWorld } from '../harness/api-world-hooks.ts';
import { describeEndpoint } from '../harness/describe-endpoint.ts';
import { expectProblem } from '../harness/generic-blocks.ts';
import { call } from '../harness/requests.ts';
import { addTrace } from './span-rows.ts';

const world = useApiWorld();

describeEndpoint(getApmMetrics, world, {
  200: () => {
    it('works rate, errors and latency out from what is recorded', async () => {
      const activity = {
        'temporal.task_queue': 'calls',
        'temporal.workflow_type': 'conductCall',
        'temporal.activity_type': 'placeCall',
      };
      for (let nth = 1; nth <= 100; nth += 1) {
        await addTrace(world(), [
          { name: 'POST /start', kind: 'server', durationUs: nth * 1_000 },
          { name: 'RunActivity:placeCall', attributes: activity, status: nth <= 25 ? 'error' : 'ok' },
          { name: 'carrier createCall', kind: 'client' },
        ]);
      }
      await addTrace(world(), [{ name: 'POST /old', startedAtUs: (Date.now() - 700_000) * 1_000 }]);
      const query = '?minutes=10';
      const { body } = await call(world(), getApmMetrics, { role: 'admin', query }).expect(200);
      const figure = (group: string, name: string) => ({ group, name, sampled: 100 });
      expect(body).toMatchObject({ sampleRatio: 0.5 });
      expect(body.figures).toMatchObject([
        { ...figure('activity', 'placeCall'), errorRatio: 0.25 },
        figure('queue', 'calls'),
        figure('request', 'carrier createCall'),
        {
          ...figure('route', 'POST /start'),
          // Half of the traces are recorded: 200 in ten minutes.
          perMinute: 20,
          errorRatio: 0,
          latencyMs: { p50: 50.5, p95: 95.05, p99: 99.01, max: 100 },
        },
        figure('workflow_type', 'conductCall'),
      ]);
      const ofRoutes = await call(world(), getApmMetrics, { role: 'admin', query: '?group=route' });
      expect(ofRoutes.body.figures.map(({ name }: { name: string }) => name)).toEqual([
        'POST /start',
        'POST /old',
      ]);
    });
  },
  422: () => {
    it('refuses more than a day', async () => {
      const answer = await call(world(), getApmMetrics, { role: 'admin', query: '?minutes=1441' });
      expectProblem(answer, 422, 'request.not_valid');
    });
  },
});
