import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { createCustomerHttp } from './customer-http.ts';
import { flowSigningSecret } from '../../domain/webhooks/flow-signing-secret.ts';
import { signatureHeaders } from './sign-request.ts';
import type { Resolver } from './target.ts';

interface Heard {
  method: string;
  path: string;
  headers: IncomingMessage['headers'];
  body: string;
}

const open: Server[] = [];

/** A customer's server on a free port; what it hears is kept. */
async function customer(answer: (request: Heard, response: ServerResponse) => void) {
  const heard: Heard[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method = '', url = '', headers } = request;
      const one = { method, path: url, headers, body: Buffer.concat(chunks).toString() };
      heard.push(one);
      answer(one, response);
    });
  });
  open.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { port: (server.address() as AddressInfo).port, heard };
}

afterEach(async () => {
  await Promise.all(
    open.splice(0).map((server) => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    }),
  );
});

const ok = (_: Heard, response: ServerResponse) => response.end('{"ok":true}');
const to = (location: string, status: number) => (_: Heard, response: ServerResponse) =>
  response.writeHead(status, { location }).end();
const names = (table: Record<string, string[]>, asked: string[] = []): Resolver => {
  return async (hostname) => {
    asked.push(hostname);
    return (table[hostname] ?? []).map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
  };
};

describe('a customer URL that leads into our own network', () => {
  it.each([
    'https://127.0.0.1/',
    'https://2130706433/',
    'https://0x7f.1/',
    'https://0177.0.0.1/',
    'https://127.1/',
    'https://0/',
    'https://[::1]/',
    'https://[::ffff:127.0.0.1]/',
    'https://[64:ff9b::10.0.0.1]/',
    'https://169.254.169.254/latest/meta-data/',
    'https://[fd00:ec2::254]/',
    'https://inside.test/',
    'https://mixed.test/',
    'https://mapped.test/',
  ])('%s is refused', async (url) => {
    const resolver = names({
      'inside.test': ['10.1.2.3'],
      'mixed.test': ['1.1.1.1', '192.168.0.1'],
      'mapped.test': ['::ffff:100.64.0.1'],
    });
    const answer = await createCustomerHttp({ resolver }).send({ url, method: 'POST', body: '{}' });
    expect(answer).toEqual({ kind: 'refused', reason: 'address_not_public' });
  });

  it.each([
    ['http://1.1.1.1/', 'scheme_not_allowed'],
    ['ftp://1.1.1.1/', 'scheme_not_allowed'],
    ['file:///etc/passwd', 'scheme_not_allowed'],
    ['https://1.1.1.1:8443/', 'port_not_allowed'],
    ['https://1.1.1.1:22/', 'port_not_allowed'],
    ['https://user:secret@1.1.1.1/', 'credentials_in_url'],
    ['https://nobody.test/', 'host_not_found'],
    ['not a url', 'url_not_valid'],
  ])('%s is refused as %s', async (url, reason) => {
    const answer = await createCustomerHttp({ resolver: names({}) }).send({ url, method: 'GET' });
    expect(answer).toEqual({ kind: 'refused', reason });
  });

  it.each([301, 302, 303, 307, 308])('is not reached by a redirect with %d either', async (status) => {
    const inside = await customer(ok);
    const outside = await customer(to(`http://127.0.0.1:${inside.port}/`, status));
    const http = createCustomerHttp({ developmentHosts: [`127.0.0.1:${outside.port}`] });
    const answer = await http.send({ url: `http://127.0.0.1:${outside.port}/`, method: 'POST', body: '{}' });
    expect(answer.kind).toBe('refused');
    expect([outside.heard.length, inside.heard.length]).toEqual([1, 0]);
  });

  it('is not reached by a name that changes its address after it was checked', async () => {
    const server = await customer(ok);
    const asked: string[] = [];
    const host = `shop.test:${server.port}`;
    const resolver = names({ 'shop.test': ['127.0.0.1'] }, asked);
    const http = createCustomerHttp({ resolver, developmentHosts: [host] });
    const answer = await http.send({ url: `http://${host}/`, method: 'GET' });
    // The name exists nowhere but in this resolver, so the socket can only have used what it said, the one time.
    expect(answer).toMatchObject({ kind: 'answered', status: 200 });
    expect(asked).toEqual(['shop.test']);
    expect(server.heard[0]?.headers.host).toBe(host);
  });
});

describe('redirects', () => {
  it('follows three and no more, each one checked anew', async () => {
    const asked: string[] = [];
    const server = await customer(({ path }, response) => {
      const left = Number(path.slice(1));
      if (left === 0) response.end('there');
      else response.writeHead(307, { location: `/${left - 1}` }).end();
    });
    const host = `shop.test:${server.port}`;
    const resolver = names({ 'shop.test': ['127.0.0.1'] }, asked);
    const http = createCustomerHttp({ resolver, developmentHosts: [host] });
    expect(await http.send({ url: `http://${host}/3`, method: 'POST', body: 'x' })).toMatchObject({
      kind: 'answered',
      body: Buffer.from('there'),
    });
    expect(asked).toHaveLength(4);
    expect(server.heard.map(({ method, body }) => `${method} ${body}`)).toEqual(Array(4).fill('POST x'));
    expect(await http.send({ url: `http://${host}/4`, method: 'GET' })).toEqual({
      kind: 'refused',
      reason: 'too_many_redirects',
    });
  });

  it('asks by GET after 303 without body and signature, and gives credentials to no other origin', async () => {
    const other = await customer(ok);
    const server = await customer(to(`http://127.0.0.1:${other.port}/`, 303));
    const http = createCustomerHttp({
      developmentHosts: [`127.0.0.1:${server.port}`, `127.0.0.1:${other.port}`],
    });
    const headers = {
      authorization: 'Bearer x',
      'content-type': 'application/json',
      'webhook-id': '1',
      'x-own': 'y',
    };
    await http.send({ url: `http://127.0.0.1:${server.port}/`, method: 'POST', body: '{}', headers });
    expect(server.heard[0]?.headers).toMatchObject(headers);
    expect(other.heard[0]).toMatchObject({ method: 'GET', body: '' });
    expect(other.heard[0]?.headers).toMatchObject({ 'x-own': 'y' });
    for (const name of ['authorization', 'content-type', 'webhook-id']) {
      expect(other.heard[0]?.headers).not.toHaveProperty(name);
    }
  });
});

describe('limits', () => {
  const ask = async (answer: (request: Heard, response: ServerResponse) => void, timeoutMs = 5_000) => {
    const { port } = await customer(answer);
    const http = createCustomerHttp({ developmentHosts: [`127.0.0.1:${port}`] });
    return http.send({ url: `http://127.0.0.1:${port}/`, method: 'GET', timeoutMs });
  };

  it('reads a megabyte and not a byte more', async () => {
    const bytes = (count: number) => (_: Heard, response: ServerResponse) => response.end('x'.repeat(count));
    expect(await ask(bytes(1_000_000))).toMatchObject({ kind: 'answered', status: 200 });
    expect(await ask(bytes(1_000_001))).toEqual({ kind: 'too_large' });
  });

  it('gives up on a server that does not answer, that never ends, and on a name server that is silent', async () => {
    expect(await ask(() => {}, 100)).toEqual({ kind: 'timeout' });
    expect(await ask((_, response) => response.write('x'), 100)).toEqual({ kind: 'timeout' });
    const http = createCustomerHttp({ resolver: () => new Promise(() => {}) });
    expect(await http.send({ url: 'https://shop.test/', method: 'GET', timeoutMs: 50 })).toEqual({
      kind: 'timeout',
    });
  });

  it('tells a connection that broke from an answer', async () => {
    expect(await ask((_, response) => response.socket?.destroy())).toMatchObject({ kind: 'failed' });
    expect(await ask((_, response) => response.writeHead(500).end())).toMatchObject({
      kind: 'answered',
      status: 500,
    });
  });
});

describe('signatures', () => {
  it('are those of Standard Webhooks, by each secret that is valid', () => {
    const secrets = [flowSigningSecret(Buffer.alloc(32, 1)), flowSigningSecret(Buffer.alloc(32, 2))];
    const payload = '{"a":1}';
    const headers = signatureHeaders(secrets, { messageId: 'call:menu:1', sentAtMs: Date.now(), payload });
    for (const secret of secrets) expect(new Webhook(secret).verify(payload, headers)).toEqual({ a: 1 });
    const another = flowSigningSecret(Buffer.alloc(32, 3));
    expect(() => new Webhook(another).verify(payload, headers)).toThrow();
    expect(() => new Webhook(secrets[0] ?? '').verify('{"a":2}', headers)).toThrow();
  });
});
