import { randomUUIDv7 } from 'node:crypto';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { Breakers } from '../../providers/breakers/breakers.ts';
import { startTelemetry } from '../../runtime/telemetry.ts';

/** A process with a breaker: prints a line with the wall time whenever requests begin to pass or cease to. */
const breakers = new Breakers();
const breaker = breakers.of('twilio.dial', 'share');
const config = {
  DATABASE_URL: process.env['DATABASE_URL'] ?? '',
  TRACES_SAMPLE_RATIO: 0,
  OTEL_EXPORTER_OTLP_ENDPOINT: undefined,
  METRICS_PORT: undefined,
  API_HOST: '127.0.0.1',
};
const logger = pino({ level: 'warn' }, pino.destination(2));
const parts = { config, processId: randomUUIDv7(), breakers, logger, metrics: new Registry() };
const telemetry = await startTelemetry(parts, { name: 'test' });

let passes: boolean | undefined;
const probe = setInterval(() => {
  void breaker
    .run({ work: async () => true, hasFailed: () => false, otherwise: () => false })
    .then((passed) => {
      if (passed === passes) return;
      passes = passed;
      console.log(JSON.stringify({ passes, atMs: Date.now() }));
    });
}, 10);

process.stdin.resume().on('end', () => {
  clearInterval(probe);
  void telemetry.close();
});
