import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { ENDPOINTS } from '../../api/endpoints.ts';
import { API } from '../../tools/cli/client/operations.ts';
import type { Operation } from '../../tools/cli/client/operation.ts';

/** The one document that no endpoint value stands for. */
const { openApi: _, ...operations } = API;

const shape = (schema: z.ZodType | null | undefined, io: 'input' | 'output') =>
  schema ? z.toJSONSchema(schema, { io, unrepresentable: 'any', reused: 'inline' }) : null;

/** POSTs without an Idempotency-Key of which twice is once, each by its own description. */
const TWICE_IS_ONCE =
  'login refresh logout importContacts validateFlow testFlow rollbackFlow attachPhoneNumber syncPhoneNumbers ' +
  'openCircuitBreaker closeCircuitBreaker resetCircuitBreaker readNotification';

describe('the operations of the command line', () => {
  it.each(Object.values(operations) as Operation[])('$id is that of the API', (operation) => {
    const endpoint = ENDPOINTS.find(({ id }) => id === operation.id);
    expect(endpoint).toBeDefined();
    expect({ method: operation.method.toLowerCase(), path: operation.path }).toEqual({
      method: endpoint?.method,
      path: endpoint?.path,
    });
    const isSafe =
      operation.method !== 'POST' || endpoint?.idempotent || TWICE_IS_ONCE.split(' ').includes(operation.id);
    expect(operation.isRepeatable).toBe(isSafe);
    expect(shape(operation.body, 'input')).toEqual(shape(endpoint?.body, 'input'));
    expect(Object.keys(endpoint?.query?.shape ?? {})).toEqual(expect.arrayContaining([...operation.query]));
    const good = Object.entries(endpoint?.responses ?? {}).filter(([status]) => status < '300');
    for (const [, { schema }] of good)
      expect(shape(operation.answer, 'output')).toEqual(shape(schema, 'output'));
  });
});
