import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { httpLoad } from './http-load.ts';

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

async function serve(answer: (count: number) => { status: number; body: string; length?: number }) {
  let count = 0;
  server = createServer((_req, res) => {
    const { status, body } = answer(count++);
    res.writeHead(status, { 'Content-Length': Buffer.byteLength(body) }).end(body);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    load: {
      url: `http://127.0.0.1:${port}`,
      connections: 3,
      durationMs: 200,
      status: 200,
      next: () => 'GET / HTTP/1.1\r\nHost: test\r\n\r\n',
    },
    count: () => count,
  };
}

describe('httpLoad', () => {
  it('counts each answer once, also those that come in pieces', async () => {
    const { load, count } = await serve(() => ({ status: 200, body: 'x'.repeat(200_000) }));
    const { answered, failures } = await httpLoad(load);
    expect({ answered, failures }).toEqual({ answered: count(), failures: 0 });
    expect(answered).toBeGreaterThan(3);
  });

  it('counts answers of another status as failures', async () => {
    const { load, count } = await serve((at) => ({ status: at % 2 ? 200 : 503, body: '{}' }));
    const { answered, failures } = await httpLoad(load);
    expect(failures).toBe(Math.ceil(count() / 2));
    expect(answered + failures).toBe(count());
  });

  it('rejects when nobody listens', async () => {
    const { load } = await serve(() => ({ status: 200, body: '' }));
    server?.close();
    await expect(httpLoad({ ...load, url: 'http://127.0.0.1:9' })).rejects.toThrow('ECONNREFUSED');
  });
});
