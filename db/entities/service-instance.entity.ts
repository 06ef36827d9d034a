import { defineEntity, p } from '@mikro-orm/postgresql';
import { moment, now } from './columns.ts';

const ServiceInstanceSchema = defineEntity({
  name: 'ServiceInstance',
  indexes: [
    { name: 'service_instance_name', properties: ['name', 'startedAt'] },
    { name: 'service_instance_heartbeat', properties: ['heartbeatAt'] },
  ],
  properties: {
    /** Made by the process at its start; the `process_id` of its other reports. */
    id: p.text().primary(),
    name: p.text(),
    version: p.text(),
    /** Task queues it serves. */
    queues: p.array().columnType('text[]'),
    host: p.text(),
    pid: p.integer(),
    startedAt: moment(),
    heartbeatAt: now(),
    stoppedAt: moment().nullable(),
  },
});

/** A running process of the installation, as it last reported itself. */
export class ServiceInstance extends ServiceInstanceSchema.class {}
ServiceInstanceSchema.setClass(ServiceInstance);
