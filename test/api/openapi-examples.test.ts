import { describe, expect, it } from '@jest/globals';
import type { ERROR_CODES } from '../../contracts/codes.ts';
import { problemSchema } from '../../contracts/problem.schema.ts';
import { declaredErrors } from '../../api/declared-errors.ts';
import { statusOf } from '../../api/http/problem.ts';
import { ENDPOINTS } from '../../api/endpoints.ts';
import { createOpenApi } from '../../api/openapi.ts';

interface Media {
  readonly schema?: unknown;
  readonly example?: unknown;
  readonly examples?: Record<string, { value: unknown }>;
}
interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly description: string;
  readonly requestBody?: { content: Record<string, Media> };
  readonly responses: Record<string, { description: string; content?: Record<string, Media> }>;
}

const document = JSON.parse(JSON.stringify(createOpenApi(ENDPOINTS))) as {
  paths: Record<string, Record<string, Operation>>;
};
const operationOf = (path: string, method: string) => document.paths[path]?.[method] as Operation;

describe.each(ENDPOINTS.map((endpoint) => [endpoint.id, endpoint] as const))('%s', (id, endpoint) => {
  const operation = operationOf(endpoint.path, endpoint.method);

  it('is named and described', () => {
    expect(operation).toMatchObject({ operationId: id, summary: expect.stringMatching(/\S/) });
    expect(operation.description.length).toBeGreaterThan(20);
  });

  it('shows a request that its own schema takes', () => {
    const schema = endpoint.body ?? endpoint.rawBody?.schema;
    if (!schema) return;
    for (const { example } of Object.values(operation.requestBody?.content ?? {}))
      expect(schema.safeParse(example).error?.issues ?? []).toEqual([]);
  });

  it('shows answers that their own schemas take', () => {
    for (const [status, { schema, mediaType = 'application/json' }] of Object.entries(endpoint.responses)) {
      if (!schema) continue;
      const { example } = operation.responses[status]?.content?.[mediaType] ?? {};
      expect({ status, issues: schema.safeParse(example).error?.issues ?? [] }).toEqual({
        status,
        issues: [],
      });
    }
  });

  it('shows each of its problems', () => {
    const shown = Object.values(operation.responses).flatMap(({ content }) =>
      Object.entries(content?.['application/problem+json']?.examples ?? {}),
    );
    const declared = declaredErrors(endpoint);
    expect(shown.map(([code]) => code).toSorted()).toEqual([...declared, 'internal.unexpected'].toSorted());
    for (const [code, { value }] of shown) {
      const known = code as keyof typeof ERROR_CODES;
      expect(problemSchema.parse(value)).toMatchObject({ code, status: statusOf(known) });
    }
  });
});
