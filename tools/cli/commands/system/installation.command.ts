import { Option } from 'commander';
import { serviceStatusSchema } from '../../../../contracts/service.schema.ts';
import { API } from '../../client/operations.ts';
import type { ApiOptions } from '../../session/open-api.ts';
import { shortMoment } from '../../view/columns.ts';
import { defineList } from '../../view/define-list.ts';
import type { OutputOptions } from '../../view/output.ts';

/** Organizations of the installation, for its operator. */
export const organizationsList = defineList({
  noun: 'organizations',
  summary: 'list the organizations of the installation; for its operator',
  examples: ['evercall organizations list'],
  operation: API.listOrganizations,
  columns: {
    id: ({ id }) => id,
    ref: ({ ref }) => ref,
    name: ({ name }) => name,
    created: ({ createdAt }) => shortMoment(createdAt),
    closed: ({ closedAt }) => shortMoment(closedAt),
  },
});

interface ServiceOptions extends ApiOptions, OutputOptions {
  readonly limit: number;
  readonly status?: string;
  readonly name?: string;
}

/** Processes of the installation, for its operator. */
export const servicesList = defineList({
  noun: 'services',
  summary: 'list the processes of the installation; for its operator',
  examples: ['evercall services list --status stale'],
  operation: API.listServices,
  filters: (command) =>
    command
      .addOption(new Option('--status <status>', 'only those in it').choices(serviceStatusSchema.options))
      .option('--name <name>', 'only this kind of process, such as worker-calls'),
  query: ({ status, name }: ServiceOptions) => ({ status, name }),
  columns: {
    name: ({ name }) => name,
    status: ({ status }) => status,
    health: ({ health, openBreakers }) => [health, ...openBreakers].join(' '),
    version: ({ version }) => version,
    queues: ({ queues }) => queues.join(' '),
    host: ({ host, pid }) => `${host}:${pid}`,
    started: ({ startedAt }) => shortMoment(startedAt),
    heartbeat: ({ heartbeatAt }) => shortMoment(heartbeatAt),
  },
});
