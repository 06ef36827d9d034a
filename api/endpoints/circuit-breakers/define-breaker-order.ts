import { breakerOrderSchema, breakerParamsSchema, breakerSchema } from '../../../contracts/breaker.schema.ts';
import { giveOrder } from '../../../db/breakers/breaker-board.ts';
import { AppError } from '../../../domain/errors.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { readBreakers } from './breaker-view.ts';

/** An operation by which an operator tells every process what to do with a breaker. */
export function defineBreakerOrder(order: {
  id: string;
  verb: 'reset' | 'open' | 'close';
  summary: string;
  description: string;
  forced: 'open' | 'closed' | null;
}) {
  const { id, verb, summary, description, forced } = order;
  return defineEndpoint({
    id,
    method: 'post',
    path: `/api/v1/circuit-breakers/{name}/${verb}`,
    tag: 'circuit-breaker',
    summary,
    description: `${description} Every process obeys within a second; the order is kept until the next one.`,
    auth: 'operator',
    idempotent: true,
    commits: 'in_steps',
    params: breakerParamsSchema,
    body: breakerOrderSchema,
    responses: { 200: { description: 'The breaker, as its processes last told.', schema: breakerSchema } },
    errors: ['breaker.not_found'],
    handle: async ({ deps, principal, params: { name }, body: { reason } }) => {
      const [known] = await readBreakers(deps, name);
      if (!known) throw new AppError({ code: 'breaker.not_found' });
      const { operatorId } = principal;
      await giveOrder(deps.pool, { name, forced, reason, operatorId });
      deps.logger.warn({ operatorId, breaker: name, order: verb }, 'an operator touched a circuit breaker');
      const [breaker = known] = await readBreakers(deps, name);
      return { status: 200, body: breaker };
    },
  });
}
