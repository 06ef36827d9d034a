import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createPool } from '../../../db/pool.ts';
import { createBareApi, type FloorReads } from './bare-api.ts';
import { installEnd } from './run-floor.ts';

// The bare API as a process of its own: `DATABASE_URL`, `DATABASE_POOL_SIZE`, `ORG_ID`, `READS`.

const { DATABASE_URL = '', DATABASE_POOL_SIZE = '10', ORG_ID = '', READS = 'joined' } = process.env;
const pool = createPool(DATABASE_URL, { max: Number(DATABASE_POOL_SIZE), name: 'bare-api' });
const server = createServer(createBareApi(pool, ORG_ID, READS as FloorReads));
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  console.log(JSON.stringify({ msg: 'ready', process: 'bare-api', url: `http://127.0.0.1:${port}` }));
});
await installEnd();
server.close();
server.closeAllConnections();
await pool.end();
