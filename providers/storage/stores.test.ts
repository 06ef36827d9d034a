import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ObjectStore } from '../../domain/storage/object-store.port.ts';
import { createFileStore } from './file-store.ts';
import { readS3Url } from './s3-settings.ts';
import { createS3Store } from './s3-store.ts';

const directory = mkdtempSync(join(tmpdir(), 'evercall-stores-'));
const objects = new Map<string, Buffer>();
const signed: string[] = [];
let server: Server;

/** The part of S3 that the store speaks, path style. Source: Amazon S3 API reference. */
async function answer(req: IncomingMessage, res: ServerResponse): Promise<void> {
  signed.push(req.headers.authorization ?? '');
  const key = (req.url ?? '').split('?')[0] ?? '';
  const body = await buffer(req);
  if (req.method === 'PUT') {
    objects.set(key, unchunked(req, body));
    res.setHeader('etag', `"${createHash('md5').update(body).digest('hex')}"`).end();
    return;
  }
  if (req.method === 'DELETE') {
    objects.delete(key);
    res.writeHead(204).end();
    return;
  }
  const object = objects.get(key);
  if (!object) {
    res.writeHead(404, { 'content-type': 'application/xml' }).end('<Error><Code>NoSuchKey</Code></Error>');
    return;
  }
  const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(req.headers.range ?? '') ?? [];
  if (first === undefined || last === undefined) res.end(object);
  else res.writeHead(206).end(object.subarray(Number(first), Number(last) + 1));
}

/** The library sends a body in signed chunks with a checksum behind them. */
function unchunked(req: IncomingMessage, body: Buffer): Buffer {
  if (!/aws-chunked/.test(req.headers['content-encoding'] ?? '')) return body;
  const parts: Buffer[] = [];
  for (let at = 0; ; ) {
    const lineEnd = body.indexOf('\r\n', at);
    const size = Number.parseInt(body.toString('latin1', at, lineEnd), 16);
    if (size === 0) return Buffer.concat(parts);
    parts.push(body.subarray(lineEnd + 2, lineEnd + 2 + size));
    at = lineEnd + 2 + size + 2;
  }
}

const stores: Record<string, () => ObjectStore> = {
  files: () => createFileStore(join(directory, 'objects')),
  'a bucket': () => {
    const { port } = server.address() as AddressInfo;
    const endpoint = encodeURIComponent(`http://127.0.0.1:${port}`);
    const settings = readS3Url(`s3://key:secret@bucket/kept?region=eu-central-1&endpoint=${endpoint}`);
    if (!settings) throw new Error('The address of the bucket is not read.');
    return createS3Store(settings);
  },
};

beforeAll(async () => {
  server = createServer((req, res) => void answer(req, res));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  rmSync(directory, { recursive: true, force: true });
});

const bytes = Buffer.from(Array.from({ length: 100_000 }, (_, at) => at % 251));
const read = async (store: ObjectStore, key: string, range?: { first: number; last: number }) => {
  const body = await store.open(key, range);
  return body && buffer(body);
};

describe.each(Object.keys(stores))('an object store in %s', (name) => {
  const store = () => stores[name]?.() ?? createFileStore(directory);

  it('gives back what it was given, whole and in part', async () => {
    await store().put('recordings/org/one', Readable.from([bytes.subarray(0, 7), bytes.subarray(7)]));
    expect((await read(store(), 'recordings/org/one'))?.equals(bytes)).toBe(true);
    const part = await read(store(), 'recordings/org/one', { first: 1_000, last: 1_999 });
    expect(part?.equals(bytes.subarray(1_000, 2_000))).toBe(true);
  });

  it('replaces, deletes, and does not mind deleting what is not there', async () => {
    await store().put('two', Readable.from([bytes]));
    await store().put('two', Readable.from([Buffer.from('new')]));
    expect(String(await read(store(), 'two'))).toBe('new');
    await store().remove('two');
    expect(await read(store(), 'two')).toBeNull();
    await store().remove('two');
  });

  it('keeps what was there when the new one breaks off', async () => {
    await store().put('three', Readable.from([Buffer.from('old')]));
    const broken = async function* () {
      yield bytes;
      throw new Error('cut off');
    };
    await expect(store().put('three', Readable.from(broken()))).rejects.toThrow('cut off');
    expect(String(await read(store(), 'three'))).toBe('old');
  });

  it.each(['../secret', '/etc/passwd', 'a//b', 'a/../b', 'A', '', 'a.b', 'a/'])(
    'takes no key like %p',
    async (key) => {
      await expect(store().put(key, Readable.from([bytes]))).rejects.toThrow(RangeError);
      await expect(store().open(key)).rejects.toThrow(RangeError);
      await expect(store().remove(key)).rejects.toThrow(RangeError);
    },
  );
});

describe('files', () => {
  it('are readable by their owner alone, and no piece is left lying about', () => {
    const files = readdirSync(join(directory, 'objects'), { recursive: true, withFileTypes: true }).filter(
      (entry) => entry.isFile(),
    );
    expect(files.length).toBeGreaterThan(0);
    for (const file of files) {
      expect(file.name).toMatch(/\.object$/);
      expect(statSync(join(file.parentPath, file.name)).mode & 0o077).toBe(0);
    }
  });
});

describe('the address of a bucket', () => {
  it('names bucket, prefix, region, endpoint and credentials, the last three if need be', () => {
    expect([...objects.keys()].every((key) => key.startsWith('/bucket/kept/'))).toBe(true);
    expect(signed.every((header) => header.includes('Credential=key/'))).toBe(true);
    expect(readS3Url('s3://bucket')).toEqual({
      bucket: 'bucket',
      prefix: '',
      region: null,
      endpoint: null,
      credentials: null,
    });
    expect(readS3Url('s3://a%2Fb:c%2Fd@bucket/x/')).toMatchObject({
      prefix: 'x',
      credentials: { accessKeyId: 'a/b', secretAccessKey: 'c/d' },
    });
  });

  it.each(['https://bucket', 's3://', 'bucket', 's3://bucket?endpoint=ftp://x', ''])('is not %p', (text) => {
    expect(readS3Url(text)).toBeNull();
  });
});
