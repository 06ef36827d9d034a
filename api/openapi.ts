import {
  createDocument,
  type ZodOpenApiOperationObject,
  type ZodOpenApiResponseObject,
  type ZodOpenApiResponsesObject,
} from 'zod-openapi';
import { z } from 'zod';
import { ERROR_CODES, type ErrorCode } from '../contracts/codes.ts';
import { type Problem, problemSchema } from '../contracts/problem.schema.ts';
import { MINIMUM_ROLE } from './auth/permissions.ts';
import { declaredErrors } from './declared-errors.ts';
import { addExamples, type Exemplified } from './docs/add-examples.ts';
import type { AuthKind, Endpoint } from './endpoint.ts';
import { statusOf } from './http/problem.ts';

/** The OpenAPI 3.1 document of a list of endpoints, made from the very schemas that check requests and answers. */
export function createOpenApi(endpoints: readonly Endpoint[]): ReturnType<typeof createDocument> {
  const paths: Record<string, Record<string, ZodOpenApiOperationObject>> = {};
  for (const endpoint of endpoints) {
    paths[endpoint.path] = { ...paths[endpoint.path], [endpoint.method]: operation(endpoint) };
  }
  const document = createDocument({
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
  addExamples(document as unknown as Exemplified);
  return document;
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
    description: describeEndpoint(endpoint),
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
      default: { description: 'Any other problem.', content: problemOf(['internal.unexpected'], endpoint) },
    },
  };
}

/** What an operation does, who may call it, and what is true of all operations of its kind. */
function describeEndpoint(endpoint: Endpoint): string {
  const { id, auth, description, idempotent, present, query, scope, summary } = endpoint;
  const role = auth === 'operator' ? 'operator' : MINIMUM_ROLE[id];
  const callers: Record<AuthKind, string> = {
    none: 'Anybody may call it.',
    signed: 'A carrier calls it, and signs what it sends.',
    user: `Needs the role \`${role}\`, or an API key with the scope \`${scope}\` and that role.`,
    person: `Needs the role \`${role}\`; an API key may not call it.`,
    operator: 'Needs who runs the installation.',
  };
  return [
    description ?? `${summary}.`,
    callers[auth],
    ...(present
      ? [
          `${query && 'sort' in query.shape ? 'Sorted by `sort`, with' : 'With'} the members that \`fields\` names.`,
        ]
      : []),
    ...(idempotent ? ['Safe to repeat with the same `Idempotency-Key`.'] : []),
  ].join('\n\n');
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
        content: problemOf(codes, endpoint),
      },
    ]),
  );
}

function problemOf(
  codes: readonly ErrorCode[],
  { path }: Endpoint,
): NonNullable<ZodOpenApiResponseObject['content']> {
  const examples = codes.map((code): [string, { value: Problem }] => {
    const { title } = ERROR_CODES[code];
    const fault = {
      pointer: '/query/limit',
      code: 'too_big',
      message: 'Too big: expected number to be <=200',
    };
    const value: Problem = {
      type: `https://api.example.com/docs/errors/${code}`,
      title,
      status: statusOf(code),
      detail: title,
      instance: path,
      code,
      errors: code === 'request.not_valid' ? [fault] : [],
      requestId: '3f2b8f7e-6c1d-4b7a-9d53-0d1c2b3a4f5e',
    };
    return [code, { value }];
  });
  return {
    'application/problem+json': { schema: problemSchema, examples: Object.fromEntries(examples) },
  };
}
