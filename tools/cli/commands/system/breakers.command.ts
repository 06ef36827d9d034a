import type { breakerOrderSchema, breakerSchema } from '../../../../contracts/breaker.schema.ts';
import type { CliCommand } from '../../cli-command.types.ts';
import type { Operation } from '../../client/operation.ts';
import { API } from '../../client/operations.ts';
import { type ApiOptions, openApi } from '../../session/open-api.ts';
import { shortMoment } from '../../view/columns.ts';
import { defineList } from '../../view/define-list.ts';
import { type OutputOptions, withApiOptions, writeAnswer } from '../../view/output.ts';

interface OrdersOptions extends ApiOptions, OutputOptions {
  readonly limit: number;
  readonly name?: string;
}

/** Circuit breakers of the installation, for its operator. */
export const breakersList = defineList({
  noun: 'breakers',
  summary: 'list circuit breakers over all processes; for the operator',
  examples: ['evercall breakers list'],
  operation: API.listCircuitBreakers,
  columns: {
    name: ({ name }) => name,
    state: ({ state }) => state,
    forced: ({ forced }) => forced,
    reason: ({ reason }) => reason,
    processes: ({ processes }) => processes.map(({ name, state }) => `${name} ${state}`).join(', '),
  },
});

/** What operators ordered about breakers. */
export const breakersOrders = defineList({
  noun: 'breakers',
  verb: 'orders',
  summary: 'list who ordered what about circuit breakers, newest first; for the operator',
  examples: ['evercall breakers orders', 'evercall breakers orders --name twilio.dial'],
  operation: API.listBreakerOrders,
  filters: (command) => command.option('--name <name>', 'of one breaker alone'),
  query: ({ name }: OrdersOptions) => ({ name }),
  columns: {
    at: ({ at }) => shortMoment(at),
    name: ({ name }) => name,
    order: ({ order }) => order,
    reason: ({ reason }) => reason,
    operator: ({ operatorId }) => operatorId,
  },
});

/** Holds a breaker open: nothing is sent to the provider. */
export const breakersOpen = defineOrder(
  'open',
  'hold one open: nothing is sent to the provider, dials are put off',
  API.openCircuitBreaker,
);

/** Holds a breaker closed, whatever fails. */
export const breakersClose = defineOrder('close', 'hold one closed, whatever fails', API.closeCircuitBreaker);

/** Lets a breaker decide by itself again. */
export const breakersReset = defineOrder(
  'reset',
  'let one decide by itself again, from closed',
  API.resetCircuitBreaker,
);

function defineOrder(
  verb: string,
  summary: string,
  operation: Operation<typeof breakerSchema, typeof breakerOrderSchema, never>,
): CliCommand {
  return {
    noun: 'breakers',
    verb,
    summary: `${summary}; for the operator`,
    examples: [`evercall breakers ${verb} twilio.dial --reason "the carrier is being repaired"`],
    declare: (command, run) => {
      withApiOptions(command.argument('<name>', 'of the breaker, such as twilio.dial'))
        .option('--reason <text>', 'why; shown with it')
        .action((name: string, options: ApiOptions & OutputOptions & { reason?: string }) =>
          run(async (context) => {
            const api = await openApi(context, options);
            const body = options.reason === undefined ? {} : { reason: options.reason };
            const breaker = await api.call(operation, { params: { name }, body });
            const forced = breaker.forced === null ? 'decides by itself' : `is held ${breaker.forced}`;
            writeAnswer(
              context,
              options,
              breaker,
              () => `${name} ${forced}; every process obeys within a second.`,
            );
            return 0;
          }),
        );
    },
  };
}
