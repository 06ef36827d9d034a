import type { Carrier } from '../carrier.ts';
import type { Message } from '../messages/store.ts';
import { sidOf } from '../sid.ts';
import { rfc2822 } from '../webhooks/params.ts';
import { type ApiAnswer, type ApiRequest, accountRoute, json, type Route } from './api.ts';
import { ApiError } from './api-error.ts';
import { pageOf } from './paging.ts';

/** Text messages: create, list, fetch. Nothing leaves the emulator. */
export const messageRoutes: readonly Route[] = [
  accountRoute('POST', '/Messages', createMessage),
  accountRoute('GET', '/Messages', listMessages),
  accountRoute('GET', '/Messages/{sid}', fetchMessage),
];

function createMessage(carrier: Carrier, request: ApiRequest): ApiAnswer {
  const to = request.form.get('To') ?? '';
  const from = request.form.get('From') ?? '';
  const body = request.form.get('Body') ?? '';
  if (to === '') throw new ApiError(21604);
  if (from === '') throw new ApiError(21603);
  if (body === '') throw new ApiError(21602);
  if (carrier.messages.hasStopped(to, from)) throw new ApiError(21610);
  const sid = sidOf('SM', carrier.config.seed, to, from, carrier.counters.next(`text to ${to}`));
  const message: Message = {
    sid,
    from,
    to,
    body,
    direction: 'outbound-api',
    createdAtMs: carrier.clock.wallMs(),
    status: 'sent',
  };
  carrier.messages.add(message);
  carrier.truth.write('text', { messageSid: sid, from, to, direction: 'outbound-api', body });
  return json(resource(carrier, message), 201);
}

function listMessages(carrier: Carrier, request: ApiRequest): ApiAnswer {
  const to = request.query.get('To');
  const from = request.query.get('From');
  const messages = carrier.messages.list({ ...(to && { to }), ...(from && { from }) });
  return json(pageOf(carrier, request, 'messages', messages, (message) => resource(carrier, message)));
}

function fetchMessage(carrier: Carrier, request: ApiRequest): ApiAnswer {
  const message = carrier.messages.get(request.params[0] as string);
  if (!message) throw new ApiError(20404);
  return json(resource(carrier, message));
}

function resource(carrier: Carrier, message: Message): Readonly<Record<string, unknown>> {
  const date = rfc2822(message.createdAtMs);
  return {
    account_sid: carrier.config.accountSid,
    api_version: '2010-04-01',
    body: message.body,
    date_created: date,
    date_sent: date,
    date_updated: date,
    direction: message.direction,
    error_code: null,
    error_message: null,
    from: message.from,
    messaging_service_sid: null,
    num_media: '0',
    num_segments: '1',
    price: null,
    price_unit: 'USD',
    sid: message.sid,
    status: message.status,
    subresource_uris: {},
    to: message.to,
    uri: `${carrier.accountPath}/Messages/${message.sid}.json`,
  };
}
