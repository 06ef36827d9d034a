import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** An order that the silent carrier took: where it was told to ask for TwiML. */
export interface TakenOrder {
  readonly callSid: string;
  readonly voiceUrl: string;
  readonly statusUrl: string;
}

/** A carrier that takes every call and rings nobody: the bench plays the callee itself, webhook by webhook. */
export interface SilentCarrier {
  readonly url: string;
  readonly orders: readonly TakenOrder[];
  close(): void;
}

/** Starts it on a free port. Create answers 201; a call is `in-progress` for ever. */
export async function startSilentCarrier(): Promise<SilentCarrier> {
  const orders: TakenOrder[] = [];
  const server = createServer((request, response) => {
    void answer(request, response, orders);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    orders,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  orders: TakenOrder[],
): Promise<void> {
  let body = '';
  for await (const chunk of request) body += String(chunk);
  const params = new URLSearchParams(body);
  const isCreate = request.method === 'POST' && request.url?.endsWith('/Calls.json');
  const callSid = isCreate
    ? `CA${String(orders.length + 1).padStart(32, '0')}`
    : (/Calls\/(CA\w+)\.json/.exec(request.url ?? '')?.[1] ?? '');
  if (isCreate) {
    orders.push({
      callSid,
      voiceUrl: withoutFragment(params.get('Url')),
      statusUrl: withoutFragment(params.get('StatusCallback')),
    });
  }
  response.writeHead(isCreate ? 201 : 200, { 'content-type': 'application/json' });
  response.end(JSON.stringify(callResource(callSid, isCreate ? 'queued' : 'in-progress', params)));
}

function withoutFragment(url: string | null): string {
  return url?.split('#')[0] ?? '';
}

function callResource(sid: string, status: string, params: URLSearchParams): Record<string, unknown> {
  return {
    sid,
    status,
    account_sid: `AC${'0'.repeat(31)}1`,
    to: params.get('To'),
    from: params.get('From'),
    direction: 'outbound-api',
    date_created: new Date().toUTCString(),
    start_time: null,
    end_time: null,
    duration: null,
    answered_by: null,
    parent_call_sid: null,
    queue_time: '0',
  };
}
