import type { z } from 'zod';

/** An operation of the API as this client calls it: made of the very schemas that the API checks with. */
export interface Operation<
  A extends z.ZodType | null = z.ZodType | null,
  B extends z.ZodType | null = z.ZodType | null,
  Q extends string = string,
> {
  /** Its id in the OpenAPI document. */
  readonly id: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Path with `{name}` parameters. */
  readonly path: `/${string}`;
  /** Schema of the answer; null where it has no body. */
  readonly answer: A;
  readonly body: B;
  /** Names of the query that are used here. */
  readonly query: readonly Q[];
  /** Whether a request without an answer may be sent again: doing it twice is doing it once. */
  readonly isRepeatable: boolean;
}

/** What is given to an operation. `If-Match` and the like go into `headers`. */
export type Given<B extends z.ZodType | null, Q extends string> = {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Partial<Readonly<Record<Q, string | number | undefined>>>;
  readonly headers?: Readonly<Record<string, string>>;
} & (B extends z.ZodType ? { readonly body: z.input<B> } : unknown);

/** What an operation answers. */
export type AnswerOf<A extends z.ZodType | null> = A extends z.ZodType ? z.output<A> : null;

/** Makes an operation from `METHOD /path`. */
export function operation<
  A extends z.ZodType | null,
  B extends z.ZodType | null = null,
  const Q extends string = never,
>(
  id: string,
  route: `${Operation['method']} /${string}`,
  init: { answer: A; body?: B; query?: readonly Q[]; isRepeatable?: boolean },
): Operation<A, B, Q> {
  const [method, path] = route.split(' ') as [Operation['method'], `/${string}`];
  const { answer, body, query = [], isRepeatable = true } = init;
  // `body` left out is the default of its type parameter.
  return { id, method, path, answer, body: (body ?? null) as B, query, isRepeatable };
}
