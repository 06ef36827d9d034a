import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Carrier } from '../carrier.ts';
import { controlRoutes } from '../control/routes.ts';
import { phoneRoutes } from '../phone/routes.ts';
import { accountRoutes } from './account.ts';
import { type ApiAnswer, type ApiRequest, json, type Route } from './api.ts';
import { ApiError } from './api-error.ts';
import { isAuthorized } from './authorize.ts';
import { availableNumberRoutes } from './available-numbers.ts';
import { callRoutes } from './calls.ts';
import { sufferOr } from './api-faults.ts';
import { messageRoutes } from './messages.ts';
import { numberRoutes } from './numbers.ts';
import { recordingAudioRoute, recordingRoutes } from './recordings.ts';

const MAX_BODY_BYTES = 1024 * 1024;
const apiRoutes = [
  ...accountRoutes,
  ...callRoutes,
  recordingAudioRoute,
  ...recordingRoutes,
  ...numberRoutes,
  ...availableNumberRoutes,
  ...messageRoutes,
];
const doorRoutes = [...controlRoutes, ...phoneRoutes];

/** The HTTP server of the emulator: Twilio's API below /2010-04-01 and the control door below /emulator. */
export function createHttpServer(carrier: Carrier): Server {
  let apiInFlight = 0;
  return createServer((incoming, response) => {
    const isApi = incoming.url?.startsWith('/2010-04-01/') ?? false;
    if (isApi) {
      apiInFlight += 1;
      response.once('close', () => {
        apiInFlight -= 1;
      });
    }
    void serve(carrier, incoming, () => apiInFlight > carrier.config.concurrency).then((answer) =>
      send(carrier, incoming, response, answer),
    );
  });
}

async function serve(
  carrier: Carrier,
  incoming: IncomingMessage,
  isCrowded: () => boolean,
): Promise<ApiAnswer> {
  try {
    const body = await readBody(incoming);
    const url = new URL(incoming.url ?? '/', 'http://127.0.0.1');
    const isForm = (incoming.headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded');
    const request = {
      method: incoming.method ?? 'GET',
      path: url.pathname,
      query: url.searchParams,
      form: new URLSearchParams(isForm ? body : ''),
      body,
    };
    if (/^\/emulator\/?/.test(url.pathname)) {
      if (isForeign(incoming)) throw new ApiError(20003, 'The control door is not open to other sites');
      return await dispatch(carrier, doorRoutes, request);
    }
    const isOpenMedia = carrier.config.openMedia && recordingAudioRoute.pattern.test(url.pathname);
    if (!isOpenMedia && !isAuthorized(carrier, incoming, url.pathname)) throw new ApiError(20003);
    if (isCrowded()) throw new ApiError(20429);
    return await sufferOr(carrier, request, () => dispatch(carrier, apiRoutes, request));
  } catch (error) {
    if (error instanceof ApiError) return json(error.body(), error.status);
    const fault = new ApiError(20500, `The emulator itself failed: ${(error as Error).stack}`);
    return json(fault.body(), fault.status);
  }
}

async function dispatch(
  carrier: Carrier,
  routes: readonly Route[],
  request: Omit<ApiRequest, 'params'>,
): Promise<ApiAnswer> {
  const matching = routes.filter((route) => route.pattern.test(request.path));
  const route = matching.find((candidate) => candidate.method === request.method);
  if (!route)
    throw new ApiError(
      matching.length > 0 ? 20004 : 20404,
      `The requested resource ${request.path} was not found`,
    );
  const params = route.pattern.exec(request.path)?.slice(1) ?? [];
  return await route.handle(carrier, { ...request, params });
}

/** A page of another site sends its own origin; programs send none. */
function isForeign(incoming: IncomingMessage): boolean {
  const { origin, host } = incoming.headers;
  return origin !== undefined && origin !== `http://${host}`;
}

async function readBody(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MAX_BODY_BYTES) throw new ApiError(20001, 'The request body is longer than 1 MB');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function send(
  carrier: Carrier,
  incoming: IncomingMessage,
  response: ServerResponse,
  answer: ApiAnswer,
): void {
  if (answer.kind === 'reset') {
    incoming.socket.resetAndDestroy();
    return;
  }
  if (answer.kind === 'silence') {
    const takeBack = carrier.clock.afterWall(answer.wallMs, () => incoming.socket.destroy());
    response.once('close', takeBack);
    return;
  }
  if (answer.kind === 'events') {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    answer.open(response);
    return;
  }
  const bytes = answer.kind === 'json' ? Buffer.from(JSON.stringify(answer.body)) : answer.bytes;
  response.writeHead(answer.status, {
    'content-type': answer.kind === 'json' ? 'application/json' : answer.contentType,
    'content-length': bytes.length,
    ...(answer.kind === 'bytes' ? answer.headers : {}),
    'twilio-request-id': `RQ${carrier.counters.next('requests').toString(16).padStart(32, '0')}`,
  });
  response.end(bytes);
}
