import { once } from 'node:events';
import { Agent, get, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect, it } from '@jest/globals';
import { createApiServer } from '../../api/http/api-server.ts';

it('a server that closes finishes the request under way and keeps its connection no longer', async () => {
  const answer = Promise.withResolvers<void>();
  const arrived = Promise.withResolvers<void>();
  const server = createApiServer((_req, res) => {
    arrived.resolve();
    void answer.promise.then(() => res.end('whole'));
  }, 'https://api.evercall.test');
  // Longer than the test may take: the connection has to be ended, not to end by itself.
  server.keepAliveTimeout = 120_000;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const agent = new Agent({ keepAlive: true });
  const { port } = server.address() as AddressInfo;
  const asked = get({ port, host: '127.0.0.1', agent });
  const responded = once(asked, 'response') as Promise<[IncomingMessage]>;
  await arrived.promise;

  const closed = once(server, 'close');
  server.close();
  server.closeIdleConnections();
  answer.resolve();
  const [response] = await responded;
  expect(await text(response)).toBe('whole');
  await closed;
  agent.destroy();
}, 30_000);
