import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import net, { type AddressInfo, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import twilio from 'twilio';
import type { CreateCallRequest } from '../../domain/call/carrier.port.ts';
import { createFailure } from './map-error.ts';
import { NotSentError } from './one-shot-client.ts';
import { readStatusCallback } from './read-callback.ts';
import { isSignedBy } from './signature.ts';
import { createTwilioCarrier } from './twilio-carrier.ts';

const servers: Server[] = [];
const sockets = new Set<Socket>();

afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  await Promise.all(servers.splice(0).map((server) => new Promise((resolve) => server.close(resolve))));
});

async function listen(server: Server): Promise<string> {
  servers.push(server);
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const answering = (answer: (req: IncomingMessage, res: ServerResponse, body: string) => void) =>
  listen(
    createServer((req, res) => {
      let body = '';
      req.on('data', (chunk) => (body += String(chunk)));
      req.on('end', () => answer(req, res, body));
    }),
  );

const carrierAt = (apiBaseUrl: string) =>
  createTwilioCarrier({
    id: 'a',
    provider: 'twilio',
    accountSid: `AC${'1'.repeat(32)}`,
    authToken: 'secret',
    apiBaseUrl,
  });

const REQUEST: CreateCallRequest = {
  to: '+12125550123',
  from: '+12125550100',
  url: 'https://example.com/voice?a=1',
  fallbackUrl: 'https://example.org/fallback?a=1',
  statusCallbackUrl: 'https://example.com/status?a=1',
  ringTimeoutSeconds: 25,
  timeLimitSeconds: 3600,
  machineDetection: false,
  connectMs: 300,
  totalMs: 500,
};

const json = (res: ServerResponse, status: number, body: object) =>
  res.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));

describe('what is known after a create request', () => {
  it('accepted: with the call id, on a connection of its own, with all that the carrier must know', async () => {
    const seen: { headers: IncomingMessage['headers']; form: URLSearchParams; port: number | undefined }[] =
      [];
    const url = await answering((req, res, body) => {
      seen.push({ headers: req.headers, form: new URLSearchParams(body), port: req.socket.remotePort });
      json(res, 201, { sid: `CA${'2'.repeat(32)}`, queue_time: '1500', status: 'queued' });
    });
    const carrier = carrierAt(url);
    const accepted = { kind: 'accepted', callId: `CA${'2'.repeat(32)}`, queueTimeMs: 1500 };
    expect(await carrier.createCall(REQUEST)).toEqual(accepted);
    expect(await carrier.createCall({ ...REQUEST, machineDetection: true })).toEqual(accepted);
    const [first, second] = seen;
    expect(first?.port).not.toBe(second?.port);
    expect(first?.headers.connection).toBe('close');
    expect(first?.form.getAll('StatusCallbackEvent')).toEqual([
      'initiated',
      'ringing',
      'answered',
      'completed',
    ]);
    expect(first?.form.get('Url')).toBe(REQUEST.url);
    expect(first?.form.get('Twiml')).toBeNull();
    expect(first?.form.get('MachineDetection')).toBeNull();
    expect(second?.form.get('AsyncAmd')).toBe('true');
    expect(Object.fromEntries(first?.form ?? [])).toMatchObject({
      Timeout: '25',
      TimeLimit: '3600',
      Method: 'POST',
    });
  });

  it('not sent: nobody listens there', async () => {
    const server = net.createServer();
    const url = await listen(server);
    await new Promise((resolve) => servers.pop()?.close(resolve));
    expect(await carrierAt(url).createCall(REQUEST)).toEqual({ kind: 'not_sent', reason: 'econnrefused' });
  });

  it('ambiguous: the connection is closed when the request has been read', async () => {
    const url = await answering((req) => req.socket.destroy());
    expect(await carrierAt(url).createCall(REQUEST)).toEqual({ kind: 'ambiguous', reason: 'econnreset' });
  });

  it('ambiguous: the connection is reset unread, after bytes were written', async () => {
    const url = await listen(
      net.createServer({ pauseOnConnect: true }, (socket) => setTimeout(() => socket.resetAndDestroy(), 100)),
    );
    expect(await carrierAt(url).createCall(REQUEST)).toMatchObject({ kind: 'ambiguous' });
  });

  it('ambiguous: no answer in time, tried once', async () => {
    let requests = 0;
    const url = await answering(() => (requests += 1));
    expect(await carrierAt(url).createCall(REQUEST)).toEqual({ kind: 'ambiguous', reason: 'timeout' });
    expect(requests).toBe(1);
  });

  it('ambiguous: an answer that cannot be read', async () => {
    const torn = await answering((_, res) => res.writeHead(201).end('{"sid": "CA'));
    expect(await carrierAt(torn).createCall(REQUEST)).toMatchObject({ kind: 'ambiguous' });
    const cut = await answering((_, res) => {
      res.writeHead(201, { 'Content-Length': 500 });
      res.write('{');
      setTimeout(() => res.destroy(), 20);
    });
    expect(await carrierAt(cut).createCall(REQUEST)).toMatchObject({ kind: 'ambiguous' });
    const nameless = await answering((_, res) => json(res, 201, { status: 'queued' }));
    expect(await carrierAt(nameless).createCall(REQUEST)).toEqual({
      kind: 'ambiguous',
      reason: 'unreadable',
    });
  });

  it.each([
    [400, 21211, { kind: 'refused', httpStatus: 400, carrierCode: 21211 }],
    [401, 20003, { kind: 'refused', httpStatus: 401, carrierCode: 20003 }],
    [429, 20429, { kind: 'rate_limited', carrierCode: 20429 }],
    [408, undefined, { kind: 'ambiguous', reason: 'http_408' }],
    [425, undefined, { kind: 'ambiguous', reason: 'http_425' }],
    [500, 20500, { kind: 'ambiguous', reason: 'http_500' }],
    [503, undefined, { kind: 'ambiguous', reason: 'http_503' }],
  ])('status %i, code %s', async (status, code, expected) => {
    let requests = 0;
    const url = await answering((_, res) => {
      requests += 1;
      json(res, status, { code, message: 'no', status });
    });
    expect(await carrierAt(url).createCall(REQUEST)).toEqual(expected);
    expect(requests).toBe(1);
  });

  it('tells when the request was sent and when the answer began', async () => {
    const moments: string[] = [];
    const url = await answering((_, res) => {
      moments.push('read by the carrier');
      json(res, 201, { sid: 'CA1' });
    });
    const hooks = {
      onSent: () => void moments.push('sent'),
      onAnswering: () => void moments.push('answering'),
    };
    await carrierAt(url).createCall(REQUEST, hooks);
    expect(moments.toSorted()).toEqual(['answering', 'read by the carrier', 'sent']);
    expect(moments.at(-1)).toBe('answering');
  });

  it('not sent is told by its class, not by its words', () => {
    expect(createFailure(new NotSentError('connect_timeout'))).toEqual({
      kind: 'not_sent',
      reason: 'connect_timeout',
    });
    expect(createFailure(new Error('connect_timeout'))).toMatchObject({ kind: 'ambiguous' });
  });
});

describe('looking up calls', () => {
  const call = (n: number, dateCreated: string) => ({
    sid: `CA${n}`,
    status: 'queued',
    direction: 'outbound-api',
    date_created: dateCreated,
    start_time: null,
    parent_call_sid: null,
  });

  it('lists newest first over pages, and stops at the first older call', async () => {
    const asked: string[] = [];
    const url = await answering((req, res) => {
      asked.push(req.url ?? '');
      const isFirst = !req.url?.includes('Page=1');
      json(res, 200, {
        calls: isFirst
          ? [call(1, 'Wed, 18 Nov 2026 17:00:10 +0000')]
          : [
              call(2, 'Wed, 18 Nov 2026 17:00:05 +0000'),
              call(3, 'Wed, 18 Nov 2026 16:00:00 +0000'),
              call(4, ''),
            ],
        next_page_uri: isFirst ? `/2010-04-01/Accounts/AC${'1'.repeat(32)}/Calls.json?Page=1` : '/never',
      });
    });
    const listed = await carrierAt(url).listCalls({
      to: REQUEST.to,
      from: REQUEST.from,
      sinceMs: Date.UTC(2026, 10, 18, 17),
    });
    expect(listed).toMatchObject({
      kind: 'listed',
      calls: [{ callId: 'CA1', status: 'queued' }, { callId: 'CA2' }],
    });
    expect(asked).toHaveLength(2);
    expect(asked[0]).toContain('To=%2B12125550123');
    expect(asked[0]).not.toContain('StartTime');
  });

  it('tells missing, over and unreachable apart', async () => {
    const url = await answering((req, res) =>
      req.method === 'GET'
        ? json(res, 404, { code: 20404, message: 'gone', status: 404 })
        : json(res, 400, { code: 21220, message: 'over', status: 400 }),
    );
    expect(await carrierAt(url).fetchCall('CA1')).toEqual({ kind: 'not_found' });
    expect(await carrierAt(url).endCall('CA1')).toEqual({ kind: 'too_late' });
    expect(await carrierAt(url).redirectCall('CA1', REQUEST.url)).toEqual({ kind: 'too_late' });
    const down = await answering((_, res) => json(res, 503, {}));
    expect(await carrierAt(down).fetchCall('CA1')).toEqual({ kind: 'unavailable', reason: 'http_503' });
  });
});

describe('webhooks', () => {
  const url = 'https://example.com/webhooks/twilio/bed/status?a=1&k=x%2Fy';
  const params = { CallSid: 'CA1', CallStatus: 'completed', Digits: ' 1 ' };
  const signature = twilio.getExpectedTwilioSignature('old token', url, params);
  const signed = { url, signature, body: { kind: 'form', params } as const };

  it('are good with either token while one is rotated, and over the exact URL and parameters only', () => {
    expect(isSignedBy(signed, ['new token', 'old token'])).toBe(true);
    expect(isSignedBy(signed, ['new token', null])).toBe(false);
    expect(isSignedBy({ ...signed, url: url.replace('a=1', 'a=2') }, ['old token'])).toBe(false);
    const trimmed = { kind: 'form', params: { ...params, Digits: '1' } } as const;
    expect(isSignedBy({ ...signed, body: trimmed }, ['old token'])).toBe(false);
    expect(isSignedBy({ ...signed, signature: '' }, ['old token'])).toBe(false);
  });

  it('are read as news, the result of machine detection too', () => {
    expect(readStatusCallback({ ...params, CallDuration: '7' })).toEqual({
      news: { callId: 'CA1', status: 'completed', answeredBy: null, durationSeconds: 7 },
      parentCallId: null,
    });
    expect(readStatusCallback({ CallSid: 'CA1', AnsweredBy: 'machine_start' })).toMatchObject({
      news: { status: 'in-progress', answeredBy: 'machine_start' },
    });
    expect(readStatusCallback({ CallSid: 'CA1', CallStatus: 'dancing' })).toBeNull();
    expect(readStatusCallback({ CallStatus: 'completed' })).toBeNull();
  });
});
