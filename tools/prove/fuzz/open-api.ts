/** A JSON schema as an OpenAPI document holds it; only the words that shape a value are read. */
export interface JsonSchema {
  readonly [word: string]: unknown;
}

/** A parameter of an operation. */
export interface Parameter {
  readonly in: 'path' | 'query' | 'header';
  readonly name: string;
  readonly required: boolean;
  readonly schema: JsonSchema;
}

/** One operation of an OpenAPI document, as much of it as a request and the judgement of an answer need. */
export interface Operation {
  readonly id: string;
  /** Upper case. */
  readonly method: string;
  readonly path: string;
  /** How it asks who calls: not at all, by a token or key, or by the signature of a carrier. */
  readonly auth: 'none' | 'token' | 'signed';
  readonly isForOperators: boolean;
  readonly parameters: readonly Parameter[];
  /** Media type and schema of its body; null where it has none. */
  readonly body: { readonly mediaType: string; readonly schema: JsonSchema } | null;
  /** Statuses that it declares by number. */
  readonly statuses: ReadonlySet<number>;
}

/** An OpenAPI 3.1 document, as it was read. */
export interface OpenApiDocument {
  readonly paths?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly [word: string]: unknown;
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete'];

interface RawOperation {
  readonly operationId: string;
  readonly security?: readonly Record<string, unknown>[];
  readonly parameters?: readonly (Omit<Parameter, 'required'> & { required?: boolean })[];
  readonly requestBody?: { content: Record<string, { schema: JsonSchema }> };
  readonly responses: Record<string, unknown>;
  readonly 'x-minimum-role'?: string;
}

/** Every operation of a document, in its order. */
export function operationsOf(document: OpenApiDocument): Operation[] {
  return Object.entries(document.paths ?? {}).flatMap(([path, methods]) =>
    METHODS.flatMap((method) => {
      const raw = methods[method];
      return raw === undefined ? [] : [operation(path, method, raw as RawOperation)];
    }),
  );
}

function operation(path: string, method: string, raw: RawOperation): Operation {
  const schemes = (raw.security ?? []).flatMap((scheme) => Object.keys(scheme));
  const [body] = Object.entries(raw.requestBody?.content ?? {});
  return {
    id: raw.operationId,
    method: method.toUpperCase(),
    path,
    auth: schemes.length === 0 ? 'none' : schemes.includes('carrierSignature') ? 'signed' : 'token',
    isForOperators: raw['x-minimum-role'] === 'operator',
    parameters: (raw.parameters ?? []).map((one) => ({ ...one, required: one.required ?? false })),
    body: body ? { mediaType: body[0], schema: body[1].schema } : null,
    statuses: new Set(
      Object.keys(raw.responses)
        .map(Number)
        .filter((status) => Number.isInteger(status)),
    ),
  };
}

/** What a reference of a document (`#/components/schemas/Flow`) names. */
export function resolve(document: OpenApiDocument, reference: string): JsonSchema {
  let found: unknown = document;
  for (const part of reference.replace(/^#\/?/, '').split('/').filter(Boolean)) {
    found = (found as Record<string, unknown> | undefined)?.[
      part.replaceAll('~1', '/').replaceAll('~0', '~')
    ];
  }
  return (found ?? {}) as JsonSchema;
}
