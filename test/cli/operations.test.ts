import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { ENDPOINTS } from '../../api/endpoints.ts';
import { API } from '../../tools/cli/client/operations.ts';
import type { Operation } from '../../tools/cli/client/operation.ts';

/** The one document that no endpoint value stands for. */
const { openApi: _, ...operations } = API;

const shape = (schema: z.ZodType | null | undefined, io: 'input' | 'output') =>
  schema ? z.toJSONSchema(schema, { io, unrepresentable: 'any', reused: 'inline' }) : null;

describe('the operations of the command line', () => {
  it.each(Object.values(operations) as Operation[])('$id is that of the API', (operation) => {
    const endpoint = ENDPOINTS.find(({ id }) => id === operation.id);
    expect(endpoint).toBeDefined();
    expect({ method: operation.method.toLowerCase(), path: operation.path }).toEqual({
      method: endpoint?.method,
      path: endpoint?.path,
    });
    expect(shape(operation.body, 'input')).toEqual(shape(endpoint?.body, 'input'));
    expect(Object.keys(endpoint?.query?.shape ?? {})).toEqual(expect.arrayContaining([...operation.query]));
    const good = Object.entries(endpoint?.responses ?? {}).filter(([status]) => status < '300');
    for (const [, { schema }] of good)
      expect(shape(operation.answer, 'output')).toEqual(shape(schema, 'output'));
  });
});
