import type { ServerResponse } from 'node:http';
import type { Carrier } from '../carrier.ts';

/** A request to the API or to the control door, its body read. `params` are the parts of the path. */
export interface ApiRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly form: URLSearchParams;
  readonly body: string;
  readonly params: readonly string[];
}

/** What a request gets: JSON, bytes, a stream of events, nothing at all (the socket stays open), or a reset. */
export type ApiAnswer =
  | { readonly kind: 'json'; readonly status: number; readonly body: unknown }
  | {
      readonly kind: 'bytes';
      readonly status: number;
      readonly contentType: string;
      readonly bytes: Buffer;
      readonly headers?: Readonly<Record<string, string>>;
    }
  | { readonly kind: 'events'; readonly open: (screen: ServerResponse) => void }
  | { readonly kind: 'silence'; readonly wallMs: number }
  | { readonly kind: 'reset' };

/** One operation: which requests it takes (the pattern's groups become `params`) and what it answers. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly pattern: RegExp;
  readonly handle: (carrier: Carrier, request: ApiRequest) => ApiAnswer | Promise<ApiAnswer>;
}

/** A JSON answer, 200 unless said otherwise. */
export function json(body: unknown, status = 200): ApiAnswer {
  return { kind: 'json', status, body };
}

/** Twilio's answer to a deletion. */
export const noContent: ApiAnswer = {
  kind: 'bytes',
  status: 204,
  contentType: 'application/json',
  bytes: Buffer.alloc(0),
};

/** A route below the account, `/2010-04-01/Accounts/{sid}`; `.json` at the end may be left out. */
export function accountRoute(method: Route['method'], path: string, handle: Route['handle']): Route {
  const source = path.replaceAll('{sid}', '([A-Z]{2}[0-9a-f]{32})');
  return { method, pattern: new RegExp(`^/2010-04-01/Accounts/[^/.]+${source}(?:\\.json)?$`), handle };
}
