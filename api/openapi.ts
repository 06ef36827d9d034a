import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiResponsesObject } from 'zod-openapi';
import { z } from 'zod';
import { ERROR_CODES } from '../contracts/codes.ts';
import { problemSchema } from '../contracts/problem.schema.ts';
import { MINIMUM_ROLE } from './auth/permissions.ts';
import { declaredErrors } from './declared-errors.ts';
import type { Endpoint } from './endpoint.ts';
import { statusOf } from './http/problem.ts';

const PROBLEM = { 'application/problem+json': { schema: problemSchema } };

/** The OpenAPI 3.1 document of a list of endpoints, made from the very schemas that check requests and answers. */
export function createOpenApi(endpoints: readonly Endpoint[]): ReturnType<typeof createDocument> {
  const paths: Record<string, Record<string, ZodOpenApiOperationObject>> = {};
  for (const endpoint of endpoints) {
    paths[endpoint.path] = { ...paths[endpoint.path], [endpoint.method]: operation(endpoint) };
  }
  return createDocument({
    openapi: '3.1.0',
    info: {
      title: 'Evercall API',
      version: '1',
      description:
        'Call orchestration: every call ends in exactly one known outcome. Errors are problem+json (RFC 9457); each `code` has a page under /docs/errors.',
    },
    servers: [{ url: '/' }],
    components: {
      securitySchemes: {
        bearer: {
          type: 'http',
          scheme: 'bearer',
          description: 'An access token of POST /api/v1/auth/login, or an API key (`ck_live_…`).',
        },
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: 'evercall_access',
          description:
            'The cookie of a web login; changes also need `X-CSRF-Token`. `__Host-` goes before its name under https.',
        },
        carrierSignature: { type: 'apiKey', in: 'header', name: 'X-Twilio-Signature' },
      },
    },
    paths,
  });
}

function operation(endpoint: Endpoint): ZodOpenApiOperationObject {
  const header = endpoint.idempotent
    ? z.object({
        'Idempotency-Key': z
          .string()
          .max(200)
          .optional()
          .meta({ description: 'Same key and body: same answer for 24 h.' }),
      })
    : undefined;
  return {
    operationId: endpoint.id,
    summary: endpoint.summary,
    tags: [endpoint.tag],
    ...(endpoint.description && { description: endpoint.description }),
    ...securityOf(endpoint),
    requestParams: {
      ...(endpoint.params && { path: endpoint.params }),
      ...(endpoint.query && { query: endpoint.query }),
      ...(header && { header }),
    },
    ...requestBody(endpoint),
    responses: {
      ...answers(endpoint),
      ...problems(endpoint),
      default: { description: 'Any other problem.', content: PROBLEM },
    },
  };
}

/** Who may call: as OpenAPI says it, and as ours, the weakest role and the scope of API keys. */
function securityOf({ id, auth, scope }: Endpoint): Record<string, unknown> {
  if (auth === 'none') return {};
  if (auth === 'signed') return { security: [{ carrierSignature: [] }] };
  return {
    security: [{ bearer: [] }, ...(auth === 'operator' ? [] : [{ session: [] }])],
    'x-minimum-role': auth === 'operator' ? 'operator' : (MINIMUM_ROLE[id] ?? 'nobody'),
    ...(scope && { 'x-scope': scope }),
  };
}

function requestBody(endpoint: Endpoint): Pick<ZodOpenApiOperationObject, 'requestBody'> {
  if (endpoint.body)
    return { requestBody: { required: true, content: { 'application/json': { schema: endpoint.body } } } };
  if (!endpoint.rawBody) return {};
  const { description, mediaTypes, schema } = endpoint.rawBody;
  return {
    requestBody: {
      required: true,
      description,
      content: Object.fromEntries(mediaTypes.map((type) => [type, { schema }])),
    },
  };
}

function answers(endpoint: Endpoint): ZodOpenApiResponsesObject {
  return Object.fromEntries(
    Object.entries(endpoint.responses).map(([status, spec]) => [
      status,
      {
        description: spec.description,
        ...(spec.headers && { headers: z.object(describe(spec.headers)) }),
        ...((spec.schema ?? spec.mediaType) && {
          content: {
            [spec.mediaType ?? 'application/json']: { schema: spec.documented ?? spec.schema ?? z.string() },
          },
        }),
      },
    ]),
  );
}

function describe(headers: Readonly<Record<string, string>>): Record<string, z.ZodType> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, description]) => [name, z.string().meta({ description })]),
  );
}

/** One response per status, naming the codes that it may carry. */
function problems(endpoint: Endpoint): ZodOpenApiResponsesObject {
  const byStatus = Object.groupBy(declaredErrors(endpoint), (code) => String(statusOf(code)));
  return Object.fromEntries(
    Object.entries(byStatus).map(([status, codes = []]) => [
      status,
      {
        description: codes.map((code) => `\`${code}\`: ${ERROR_CODES[code].title}`).join('\n\n'),
        content: PROBLEM,
      },
    ]),
  );
}
