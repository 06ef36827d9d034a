import type { AddressInfo } from 'node:net';
import { expect, it } from '@jest/globals';
import { collectDefaultMetrics, Registry } from 'prom-client';
import { createMeasuredBreakers } from './breaker-metrics.ts';
import { serveMetrics } from './telemetry-metrics.ts';

it('serves the metrics of a process: breakers without names of customers, and the lag of its event loop', async () => {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const breakers = createMeasuredBreakers(registry);
  const breaker = breakers.of('smtp', 'streak');
  const failing = { work: () => Promise.resolve(false), hasFailed: () => true, otherwise: () => false };
  for (let nth = 0; nth < 7; nth += 1) await breaker.run(failing);
  for (let nth = 0; nth < 6; nth += 1) await breakers.ofHost('crm.example.com', 'ours').run(failing);
  const server = await serveMetrics(registry, { host: '127.0.0.1', port: 0 });
  const { port } = server.address() as AddressInfo;
  const answer = await fetch(`http://127.0.0.1:${port}/metrics`);
  const text = await answer.text();
  server.close();
  expect(answer.headers.get('content-type')).toBe(registry.contentType);
  expect(text).toContain('evercall_breakers_open{breaker="smtp"} 1');
  expect(text).toContain('evercall_breaker_refusals_total{breaker="smtp"} 2');
  expect(text).toContain('evercall_breakers_open{breaker="customers"} 1');
  expect(text).toContain('nodejs_eventloop_lag_p99_seconds');
  expect(text).not.toContain('crm.example.com');
});

it('says so when the address is taken', async () => {
  const first = await serveMetrics(new Registry(), { host: '127.0.0.1', port: 0 });
  const { port } = first.address() as AddressInfo;
  await expect(serveMetrics(new Registry(), { host: '127.0.0.1', port })).rejects.toThrow('EADDRINUSE');
  first.close();
});
