import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import proto from '@temporalio/proto';
import { Redis } from 'ioredis';
import pg from 'pg';
import { listRuns } from '../check/temporal-listing.ts';
import type { ProofStack } from './proof-stack.ts';

const HistoryType = proto.temporal.api.history.v1.History;

/** A place where no canary may be, and all that stands in it. */
export interface SearchedPlace {
  readonly name: string;
  readonly bytes: Buffer;
}

/** Everything that the system left in logs, Redis, metrics, traces and Temporal. The carrier's own files are not ours. */
export async function searchedPlaces(proof: ProofStack): Promise<SearchedPlace[]> {
  return [
    ...logs(proof),
    { name: 'redis', bytes: await redisContent(proof.stack.urls.redis) },
    { name: 'metrics', bytes: Buffer.from(await (await fetch(`${proof.stack.urls.api}/metrics`)).text()) },
    { name: 'traces', bytes: await traces(proof.dumpUrl) },
    ...(await histories(proof)),
  ];
}

function logs({ stack }: ProofStack): SearchedPlace[] {
  return readdirSync(stack.layout.logs)
    .filter((file) => !file.startsWith('emulator'))
    .map((file) => ({ name: `log ${file}`, bytes: readFileSync(join(stack.layout.logs, file)) }));
}

async function redisContent(url: string): Promise<Buffer> {
  const redis = new Redis(url, { maxRetriesPerRequest: 1 });
  try {
    const parts: Buffer[] = [];
    for (const key of await redis.keys('*')) parts.push(Buffer.from(key), await contentOf(redis, key));
    return Buffer.concat(parts);
  } finally {
    redis.disconnect();
  }
}

/** What a key holds, as it was written: a dump may be compressed. */
async function contentOf(redis: Redis, key: string): Promise<Buffer> {
  const type = await redis.type(key);
  const read: Record<string, () => Promise<unknown>> = {
    string: () => redis.get(key),
    hash: () => redis.hgetall(key),
    list: () => redis.lrange(key, 0, -1),
    set: () => redis.smembers(key),
    zset: () => redis.zrange(key, '0', '-1'),
    stream: () => redis.xrange(key, '-', '+'),
  };
  return Buffer.from(JSON.stringify((await read[type]?.()) ?? ''));
}

async function traces(dumpUrl: string): Promise<Buffer> {
  const client = new pg.Client({ connectionString: dumpUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ row: string }>(
      'SELECT row_to_json(s)::text AS row FROM trace_span s',
    );
    return Buffer.from(rows.map(({ row }) => row).join('\n'));
  } finally {
    await client.end();
  }
}

async function histories({ stack }: ProofStack): Promise<SearchedPlace[]> {
  const connection = await Connection.connect({ address: stack.urls.temporal });
  try {
    const client = new Client({ connection, namespace: stack.urls.temporalNamespace });
    const places: SearchedPlace[] = [];
    for (const { workflowId, runId, type } of await listRuns(client)) {
      const history = await client.workflow.getHandle(workflowId, runId).fetchHistory();
      const bytes = Buffer.from(HistoryType.encode(HistoryType.fromObject(history)).finish());
      places.push({ name: `history of ${type}`, bytes });
    }
    return places;
  } finally {
    await connection.close();
  }
}
