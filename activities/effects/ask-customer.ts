import type { Pool } from 'pg';
import type { Scalar } from '../../contracts/call-instructions.ts';
import { withOrg } from '../../db/tenant.ts';
import { AppError } from '../../domain/errors.ts';
import type { CustomerHttp } from '../../providers/customer-http/customer-http.ts';

/** A request of a flow to its customer's server. `response` names the JSON pointer of each value that is wanted. */
export interface AskCustomerInput {
  orgId: string;
  callId: string;
  effectId: string;
  url: string;
  body: Record<string, Scalar>;
  response: Record<string, string>;
  timeoutMs: number;
}

/** What came of it, as the flow takes it. */
export interface CustomerReply {
  result: 'success' | 'failure' | 'timeout';
  values: Record<string, Scalar>;
}

/** What asking customers needs of the process. */
export interface AskCustomerDeps {
  pool: Pool;
  customerHttp: CustomerHttp;
  signingSecret: (linkKey: Buffer) => string;
  signatureHeaders: (
    secrets: readonly string[],
    message: { messageId: string; sentAtMs: number; payload: string },
  ) => Record<string, string>;
  readPointers: (json: string, pointers: Readonly<Record<string, string>>) => Record<string, Scalar> | null;
  wallMs: () => number;
  /** Told how each request ended: `success`, or why not. Labels carry no ids. */
  onAsked: (result: string) => void;
}

/**
 * Posts the body of a webhook node as signed JSON and maps the answer. Never throws for what a customer's server can
 * do. EFFECT: one request, of which a repeat carries the same `webhook-id`.
 */
export async function askCustomer(deps: AskCustomerDeps, input: AskCustomerInput): Promise<CustomerReply> {
  const payload = JSON.stringify(input.body);
  const secret = deps.signingSecret(await readLinkKey(deps.pool, input.orgId));
  const messageId = `${input.callId}:${input.effectId}`;
  const answer = await deps.customerHttp.send({
    orgId: input.orgId,
    url: input.url,
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/json',
      'evercall-call-id': input.callId,
      ...deps.signatureHeaders([secret], { messageId, sentAtMs: deps.wallMs(), payload }),
    },
    body: payload,
    timeoutMs: input.timeoutMs,
  });
  if (answer.kind === 'timeout') return ended(deps, 'timeout', 'timeout');
  if (answer.kind !== 'answered') return ended(deps, 'failure', answer.kind);
  if (answer.status < 200 || answer.status > 299) return ended(deps, 'failure', 'http_status');
  // A flow that wants no values takes any answer, an empty one too.
  const values =
    Object.keys(input.response).length === 0 ? {} : deps.readPointers(answer.body.toString(), input.response);
  return values === null ? ended(deps, 'failure', 'not_json') : ended(deps, 'success', 'success', values);
}

function ended(
  deps: AskCustomerDeps,
  result: CustomerReply['result'],
  why: string,
  values: CustomerReply['values'] = {},
): CustomerReply {
  deps.onAsked(why);
  return { result, values };
}

async function readLinkKey(pool: Pool, orgId: string): Promise<Buffer> {
  const { rows } = await withOrg(pool, orgId, (tx) =>
    tx.query<{ link_key: Buffer }>({
      name: 'link_key',
      text: `SELECT link_key FROM organization WHERE id = current_setting('app.org')::uuid`,
    }),
  );
  if (!rows[0]) throw new AppError({ code: 'organization.not_found' });
  return rows[0].link_key;
}
