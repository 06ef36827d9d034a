import { Counter, type Registry } from 'prom-client';
import type { DialingMetrics } from '../activities/dialing/dialing-deps.ts';

/** The counters of dialling in a process's registry. */
export function createDialingMetrics(registry: Registry): DialingMetrics {
  const registers = [registry];
  const dials = new Counter({
    name: 'evercall_dials_total',
    help: 'Dials by how they ended',
    labelNames: ['result'],
    registers,
  });
  const repairs = new Counter({
    name: 'evercall_sweeper_repairs_total',
    help: 'Repairs of the sweeper by rule',
    labelNames: ['rule'],
    registers,
  });
  const relayed = new Counter({
    name: 'evercall_outbox_messages_total',
    help: 'Outbox messages relayed',
    labelNames: ['result'],
    registers,
  });
  return {
    dialled: (result) => dials.inc({ result }),
    repaired: (rule) => repairs.inc({ rule }),
    relayed: (result) => relayed.inc({ result }),
  };
}
