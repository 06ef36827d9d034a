import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connectClient, createEchoServer } from './echo-server.ts';
import { installEnd } from './run-floor.ts';

// The echo endpoint as a process of its own: `TEMPORAL_ADDRESS`.

const client = await connectClient(process.env.TEMPORAL_ADDRESS ?? '');
const server = createServer(createEchoServer(client));
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  console.log(JSON.stringify({ msg: 'ready', process: 'echo-server', url: `http://127.0.0.1:${port}` }));
});
await installEnd();
server.close();
server.closeAllConnections();
await client.connection.close();
