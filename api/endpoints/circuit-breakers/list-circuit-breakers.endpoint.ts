import { z } from 'zod';
import { breakerSchema } from '../../../contracts/breaker.schema.ts';
import { pageQuerySchema, pageSchema } from '../../../contracts/common.schema.ts';
import { fieldsOf, sparsePageSchema } from '../../../contracts/list.schema.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { readCursor, toPage } from '../../http/cursor.ts';
import { pickFields } from '../../http/pick-fields.ts';
import { readBreakers } from './breaker-view.ts';

/** Tells a cursor of this list from any other text. */
const MARK = 'breaker ';
const cursorKey = z
  .string()
  .startsWith(MARK)
  .transform((key) => key.slice(MARK.length));

/** Every circuit breaker of the installation, over all its processes. */
export const listCircuitBreakers = defineEndpoint({
  id: 'listCircuitBreakers',
  method: 'get',
  path: '/api/v1/circuit-breakers',
  tag: 'circuit-breaker',
  summary: 'List circuit breakers',
  description:
    'Each process has its own; the state shown is the worst of them. Hosts of customers are listed while theirs is not closed.',
  auth: 'operator',
  query: pageQuerySchema.extend(fieldsOf(breakerSchema)),
  responses: {
    200: {
      description: 'One page, by name.',
      schema: pageSchema(breakerSchema),
      documented: sparsePageSchema(breakerSchema),
    },
  },
  errors: [],
  handle: async ({ deps, query }) => {
    const after = readCursor(query.cursor, cursorKey) ?? '';
    const breakers = (await readBreakers(deps)).filter(({ name }) => name > after);
    return {
      status: 200,
      body: toPage(
        breakers.slice(0, query.limit + 1),
        query.limit,
        ({ name }) => `${MARK}${name}`,
        (breaker) => breaker,
      ),
    };
  },
  present: pickFields('data'),
});
