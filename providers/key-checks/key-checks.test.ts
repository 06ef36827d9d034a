import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { createServer as createTcpServer, type AddressInfo, type Server as TcpServer } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { KEY_PROVIDERS, type ProviderSecret } from '../../contracts/provider-key.schema.ts';
import { createKeyChecks } from './key-checks.ts';

const SID = `AC${'a'.repeat(32)}`;
const apiKey = 'a-secret-key-of-ours';

/** A genuine answer of each provider that is asked over HTTP. */
const GENUINE: Record<
  string,
  { secret: ProviderSecret; path: string; body: object; header: [string, string] }
> = {
  twilio: {
    secret: { provider: 'twilio', secret: { accountSid: SID, authToken: apiKey } },
    path: `/2010-04-01/Accounts/${SID}.json`,
    body: { sid: SID, status: 'active' },
    header: ['authorization', `Basic ${Buffer.from(`${SID}:${apiKey}`).toString('base64')}`],
  },
  telnyx: {
    secret: { provider: 'telnyx', secret: { apiKey } },
    path: '/v2/balance',
    body: { data: { balance: '12.00', currency: 'USD' } },
    header: ['authorization', `Bearer ${apiKey}`],
  },
  openai: {
    secret: { provider: 'openai', secret: { apiKey } },
    path: '/v1/models',
    body: { object: 'list', data: [{ id: 'a' }] },
    header: ['authorization', `Bearer ${apiKey}`],
  },
  anthropic: {
    secret: { provider: 'anthropic', secret: { apiKey } },
    path: '/v1/models?limit=1',
    body: { data: [{ id: 'a' }], has_more: false },
    header: ['x-api-key', apiKey],
  },
  google: {
    secret: { provider: 'google', secret: { apiKey } },
    path: '/v1beta/models?pageSize=1',
    body: { models: [{ name: 'models/a' }] },
    header: ['x-goog-api-key', apiKey],
  },
  deepgram: {
    secret: { provider: 'deepgram', secret: { apiKey } },
    path: '/v1/auth/token',
    body: { api_key_id: 'id', scopes: [] },
    header: ['authorization', `Token ${apiKey}`],
  },
  elevenlabs: {
    secret: { provider: 'elevenlabs', secret: { apiKey } },
    path: '/v1/user',
    body: { user_id: 'u', subscription: { tier: 'free' } },
    header: ['xi-api-key', apiKey],
  },
  stripe: {
    secret: { provider: 'stripe', secret: { apiKey } },
    path: '/v1/balance',
    body: { object: 'balance', available: [] },
    header: ['authorization', `Bearer ${apiKey}`],
  },
};
const HTTP = Object.entries(GENUINE);

let server: Server;
let answer: { status: number; body: unknown } | 'silence';
let asked: { path: string | undefined; headers: IncomingHttpHeaders } | undefined;

beforeAll(async () => {
  server = createServer((req, res) => {
    asked = { path: req.url, headers: req.headers };
    if (answer === 'silence') return;
    res.writeHead(answer.status, { 'content-type': 'application/json', location: 'http://127.0.0.1:9/' });
    res.end(typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

function checks(limitMs?: number) {
  const { port } = server.address() as AddressInfo;
  const base = `http://127.0.0.1:${port}/`;
  return createKeyChecks(Object.fromEntries(KEY_PROVIDERS.map((name) => [name, base])), limitMs);
}

describe('createKeyChecks over HTTP', () => {
  it.each(HTTP)('%s: a genuine success is valid, asked as the vendor says', async (_name, genuine) => {
    answer = { status: 200, body: genuine.body };
    expect(await checks().check(genuine.secret)).toEqual({ result: 'valid', code: null });
    expect(asked?.path).toBe(genuine.path);
    expect(asked?.headers[genuine.header[0]]).toBe(genuine.header[1]);
  });

  it.each(HTTP)('%s: 401 is invalid', async (_name, { secret }) => {
    answer = { status: 401, body: { message: 'no' } };
    expect(await checks().check(secret)).toEqual({ result: 'invalid', code: 'unauthorized' });
  });

  it.each(HTTP)('%s: never valid by another answer', async (_name, { secret }) => {
    for (const [status, body, code] of [
      [200, '<html>please sign in</html>', 'unexpected_answer'],
      [200, {}, 'unexpected_answer'],
      [302, '', 'http_302'],
      [403, '<html>', 'http_403'],
      [429, {}, 'rate_limited'],
      [503, {}, 'http_503'],
    ] as const) {
      answer = { status, body };
      expect(await checks().check(secret)).toEqual({ result: 'unverified', code });
    }
  });

  it('knows the refusals that vendors word in their own way', async () => {
    const ask = (provider: string, status: number, body: object) => {
      answer = { status, body };
      const genuine = GENUINE[provider];
      return genuine && checks().check(genuine.secret);
    };
    const reason = { error: { details: [{ reason: 'API_KEY_INVALID' }] } };
    expect(await ask('google', 400, reason)).toEqual({ result: 'invalid', code: 'unauthorized' });
    expect(await ask('twilio', 200, { sid: SID, status: 'suspended' })).toEqual({
      result: 'invalid',
      code: 'account_suspended',
    });
    const restricted = { result: 'valid', code: 'restricted' };
    expect(await ask('elevenlabs', 401, { detail: { status: 'missing_permissions' } })).toEqual(restricted);
    expect(await ask('stripe', 403, { error: { message: 'not permitted' } })).toEqual(restricted);
  });

  it('is unverified when nobody answers, within the limit', async () => {
    answer = 'silence';
    const { secret } = GENUINE['openai'] as { secret: ProviderSecret };
    expect(await checks(100).check(secret)).toEqual({ result: 'unverified', code: 'timeout' });
    const nobody = createKeyChecks({ openai: 'http://127.0.0.1:1' });
    expect(await nobody.check(secret)).toEqual({ result: 'unverified', code: 'unreachable' });
  });
});

describe('createKeyChecks over SMTP', () => {
  const servers: TcpServer[] = [];
  afterEach(() => {
    for (const one of servers.splice(0)) one.close();
  });

  /** A mail server that knows one password and no TLS. */
  async function mailServer(heard: string[] = []): Promise<string> {
    const right = Buffer.from('\0user\0right').toString('base64');
    const mail = createTcpServer((socket) => {
      socket.on('error', () => {});
      socket.write('220 mail.example.test ESMTP\r\n');
      socket.on('data', (bytes) => {
        const line = bytes.toString();
        heard.push(line);
        if (line.startsWith('EHLO')) socket.write('250-mail.example.test\r\n250 AUTH PLAIN\r\n');
        else if (line.startsWith('AUTH'))
          socket.write(line.includes(right) ? '235 welcome\r\n' : '535 5.7.8 no\r\n');
        else if (line.startsWith('STARTTLS')) socket.write('502 5.5.1 no\r\n');
        else socket.end('221 bye\r\n');
      });
    });
    servers.push(mail);
    await new Promise<void>((resolve) => mail.listen(0, '127.0.0.1', resolve));
    return `127.0.0.1:${(mail.address() as AddressInfo).port}`;
  }

  const secret = (password: string): ProviderSecret => ({
    provider: 'smtp',
    secret: { host: 'localhost', port: 25, secure: false, user: 'user', password },
  });

  it('logs in, or is told that the password is wrong', async () => {
    const place = await mailServer();
    expect(await createKeyChecks({ smtp: place }).check(secret('right'))).toEqual({
      result: 'valid',
      code: null,
    });
    expect(await createKeyChecks({ smtp: place }).check(secret('wrong'))).toEqual({
      result: 'invalid',
      code: 'unauthorized',
    });
  });

  it('says no password where others could hear it', async () => {
    const heard: string[] = [];
    const place = await mailServer(heard);
    // Another name of this machine, which is not known for one.
    const elsewhere = place.replace('127.0.0.1', '127.1');
    expect(await createKeyChecks({ smtp: elsewhere }).check(secret('right'))).toEqual({
      result: 'unverified',
      code: 'no_tls',
    });
    expect(heard.filter((line) => line.startsWith('AUTH'))).toEqual([]);
  });

  it('connects to no private address that a customer names', async () => {
    const place = await mailServer();
    const port = Number(place.split(':')[1]);
    const inside = { ...secret('right'), secret: { ...secret('right').secret, port } } as ProviderSecret;
    expect(await createKeyChecks().check(inside)).toEqual({
      result: 'unverified',
      code: 'address_not_public',
    });
  });
});
