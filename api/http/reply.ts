import type { Readable } from 'node:stream';
import type { z } from 'zod';

/** One declared answer of an endpoint: what it means, its schema, its media type (JSON unless told). */
export interface ResponseSpec {
  readonly description: string;
  readonly schema?: z.ZodType;
  /** What the document says instead, where the caller may ask for less than `schema`. */
  readonly documented?: z.ZodType;
  readonly mediaType?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The answers of an endpoint by status. */
export type ResponseSpecs = Readonly<Record<number, ResponseSpec>>;

/**
 * What a handler returns: a declared status with the body of its schema, as text where the media type is not JSON. Where
 * there is no schema it may be a stream, whose headers name its type and length.
 */
export type ReplyOf<R extends ResponseSpecs> = {
  [S in keyof R & number]: {
    readonly status: S;
    readonly headers?: Readonly<Record<string, string>>;
  } & (R[S] extends { schema: infer T extends z.ZodType }
    ? { readonly body: z.input<T> }
    : { readonly body?: string | Readable });
}[keyof R & number];
