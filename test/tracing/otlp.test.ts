import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SpanStatusCode, trace } from '@opentelemetry/api';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { inNewTrace } from '../../runtime/trace.ts';
import { startTracing } from '../../runtime/tracing.ts';

const SECRET = 'Ada Lovelace +12125550147';
let collector: Server;
let received: { path: string; type: string | undefined; body: Buffer }[];
const before = process.env.OTEL_EXPORTER_OTLP_ENDPOINT;

beforeEach(async () => {
  received = [];
  collector = createServer((req, res) => {
    const chunks: Buffer[] = [];
    req.on('data', (chunk: Buffer) => chunks.push(chunk));
    req.on('end', () => {
      received.push({
        path: req.url ?? '',
        type: req.headers['content-type'],
        body: Buffer.concat(chunks),
      });
      res.end();
    });
  }).listen(0, '127.0.0.1');
  await once(collector, 'listening');
});
afterEach(() => {
  collector.close();
  if (before === undefined) delete process.env.OTEL_EXPORTER_OTLP_ENDPOINT;
  else process.env.OTEL_EXPORTER_OTLP_ENDPOINT = before;
});

/** Records a trace with what must not be told in it, while traces go to that address too. */
async function record(endpoint: string): Promise<string[]> {
  process.env.OTEL_EXPORTER_OTLP_ENDPOINT = endpoint;
  const stored: string[] = [];
  const tracing = await startTracing({
    process: 'test',
    version: '1',
    sampleRatio: 1,
    hasOtlp: true,
    save: async (spans) => void stored.push(...spans.map(({ name }) => name)),
    onEnded: () => {},
    onError: () => {},
  });
  await inNewTrace('start call', async () => {
    const span = trace.getActiveSpan();
    span?.setAttributes({ 'evercall.provider': 'twilio', 'customer.name': SECRET });
    span?.recordException(new Error(SECRET));
    span?.setStatus({ code: SpanStatusCode.ERROR, message: SECRET });
    span?.addEvent(SECRET);
  });
  await tracing.close();
  return stored;
}

it('sends clean spans to a collector, beside the store', async () => {
  const { port } = collector.address() as AddressInfo;
  expect(await record(`http://127.0.0.1:${port}`)).toEqual(['start call']);
  expect(received.map(({ path, type }) => [path, type])).toEqual([['/v1/traces', 'application/x-protobuf']]);
  const text = received[0]?.body.toString('latin1') ?? '';
  for (const told of ['start call', 'evercall-test', 'twilio']) expect(text).toContain(told);
  for (const kept of ['Lovelace', '5550147', 'customer.name']) expect(text).not.toContain(kept);
});

it('stores them all the same when the collector is away', async () => {
  const { port } = collector.address() as AddressInfo;
  collector.close();
  expect(await record(`http://127.0.0.1:${port}`)).toEqual(['start call']);
}, 30_000);
