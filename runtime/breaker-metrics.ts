import { Counter, Gauge, type Registry } from 'prom-client';
import { breakerClass, Breakers } from '../providers/breakers/breakers.ts';

/** The breakers of a process, with their gauge and counter; customers' hosts share one label. */
export function createMeasuredBreakers(registry: Registry): Breakers {
  const refused = new Counter({
    name: 'evercall_breaker_refusals_total',
    help: 'Requests to providers that an open breaker kept back',
    labelNames: ['breaker'],
    registers: [registry],
  });
  const breakers = new Breakers((name) => refused.inc({ breaker: breakerClass(name) }));
  const open = new Gauge({
    name: 'evercall_breakers_open',
    help: 'Breakers that are not closed: 0 or 1, but for customers, whose hosts have one each',
    labelNames: ['breaker'],
    collect() {
      this.reset();
      for (const { name, state } of breakers.snapshots()) {
        this.inc({ breaker: breakerClass(name) }, state === 'closed' ? 0 : 1);
      }
    },
    registers: [],
  });
  registry.registerMetric(open);
  return breakers;
}
