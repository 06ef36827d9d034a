import { once } from 'node:events';
import { createServer, type IncomingMessage, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { importContacts } from '../../../api/endpoints/contacts/import-contacts.endpoint.ts';
import { importWorkflowId } from '../../../contracts/names.ts';
import type { ApiWorld } from '../harness/api-world.ts';
import { useApiWorld } from '../harness/api-world-hooks.ts';
import { describeEndpoint } from '../harness/describe-endpoint.ts';
import { expectProblem } from '../harness/generic-blocks.ts';
import { call } from '../harness/requests.ts';
import { addList } from '../harness/rows.ts';

const world = useApiWorld({ temporal: true });
const offline = useApiWorld();
const CSV = 'phone,first_name\n+12125550123,Žofie\n';

const post = (at: ApiWorld, query = '') => call(at, importContacts, { role: 'admin', query });
const upload = (fields: Record<string, string>, file: Buffer | string = CSV, at = world()) =>
  post(at)
    .field(fields)
    .attach('file', Buffer.from(file), { filename: 'contacts.csv', contentType: 'text/csv' });

/** Files below the data directory of a world. */
async function storedFiles(at: ApiWorld): Promise<string[]> {
  const files = await readdir(at.deps.settings.dataDir, { recursive: true, withFileTypes: true });
  return files.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

describeEndpoint(importContacts, world, {
  202: () => {
    it('keeps the file byte by byte and starts its import, whose workflow has its id', async () => {
      const { body, headers } = await upload({ listName: 'Patients', source: 'own patients' }).expect(202);
      expect(body).toMatchObject({
        state: 'queued',
        fileName: 'contacts.csv',
        bytesTotal: Buffer.byteLength(CSV),
        defaultCountry: 'US',
      });
      expect(headers.location).toBe(`/api/v1/contacts/imports/${body.id}`);
      const files = await storedFiles(world());
      expect(files).toEqual([
        join(world().deps.settings.dataDir, 'imports', world().ours.orgId, `${body.id}.csv`),
      ]);
      expect(await readFile(files[0] ?? '', 'utf8')).toBe(CSV);
      const handle = world().deps.temporal.workflow.getHandle(importWorkflowId(body.id));
      expect((await handle.describe()).type).toBe('importContacts');
      await handle.terminate();
    });

    it('is the same import for the same file into the same list, and another one for another list', async () => {
      const [one, two] = await Promise.all([
        upload({ listName: 'Same', source: 'test' }),
        upload({ listName: 'Same', source: 'again' }),
      ]);
      expect([one.status, two.status]).toEqual([202, 202]);
      expect(two.body.id).toBe(one.body.id);
      const listId = await addList(world(), world().ours);
      const other = await upload({ listId, source: 'test' }).expect(202);
      expect(other.body).toMatchObject({ listId, fileSha256: one.body.fileSha256 });
      expect(other.body.id).not.toBe(one.body.id);
    });

    it('takes the bare file too, with its fields in the query', async () => {
      const query = '?listName=Bare&source=test&defaultCountry=CZ';
      const { body } = await post(world(), query).type('text/csv').send(CSV).expect(202);
      expect(body).toMatchObject({ defaultCountry: 'CZ', bytesTotal: Buffer.byteLength(CSV) });
    });

    it('takes the file before its fields', async () => {
      const form = post(world()).attach('file', Buffer.from(`${CSV}+12125550124,B\n`), 'first.csv');
      await form.field({ listName: 'Order', source: 'test' }).expect(202);
    });
  },
  413: () => {
    it('refuses a file over the limit before it has come', async () => {
      const server = createServer(world().app).listen(0, '127.0.0.1');
      await once(server, 'listening');
      const { port } = server.address() as AddressInfo;
      const path = '/api/v1/contacts/import?listName=Big&source=test';
      const headers = {
        Authorization: `Bearer ${world().ours.tokens.admin}`,
        'Content-Type': 'text/csv',
        'Content-Length': 3 * 1024 ** 3,
      };
      const sending = request({ port, path, method: 'POST', headers });
      sending.on('error', () => {});
      sending.write('phone\n');
      const [answer]: IncomingMessage[] = await once(sending, 'response');
      expect(answer?.statusCode).toBe(413);
      expect(answer?.headers.connection).toBe('close');
      sending.destroy();
      server.closeAllConnections();
      server.close();
    });
  },
  415: () => {
    it('refuses a binary file and another media type, and keeps nothing', async () => {
      const before = await storedFiles(world());
      const binary = Buffer.concat([Buffer.from('PK\u0003\u0004'), Buffer.alloc(5_000)]);
      expectProblem(await upload({ listName: 'Binary', source: 'test' }, binary), 415, 'import.not_text');
      const bare = post(world(), '?listName=Binary&source=test').type('text/csv');
      expectProblem(await bare.send(binary.toString('latin1')), 415, 'import.not_text');
      expectProblem(await post(world()).type('application/json').send({}), 415, 'import.not_text');
      expect(await storedFiles(world())).toEqual(before);
    });
  },
  422: () => {
    it('names each wrong field, an empty or a missing file, and keeps nothing', async () => {
      const before = await storedFiles(world());
      const pointersOf = async (
        request: PromiseLike<{ body: { errors: { pointer: string }[] }; status: number }>,
      ) => {
        const answer = await request;
        expect(answer.status).toBe(422);
        return answer.body.errors.map((fault) => fault.pointer).toSorted();
      };
      expect(await pointersOf(upload({ listName: 'A', defaultCountry: 'usa', colour: 'red' }))).toEqual([
        '/colour',
        '/defaultCountry',
        '/source',
      ]);
      expect(await pointersOf(upload({ source: 'test' }))).toEqual(['/listId']);
      expect(await pointersOf(upload({ listName: 'A', source: 'test' }, ''))).toEqual(['/file']);
      expect(await pointersOf(post(world()).field({ listName: 'A', source: 'test' }))).toEqual(['/file']);
      const theirs = await addList(world(), world().theirs);
      expect(await pointersOf(upload({ listId: theirs, source: 'test' }))).toEqual(['/listId']);
      expect(await storedFiles(world())).toEqual(before);
    });
  },
  503: () => {
    it('says so while Temporal is away; file, import and the row that starts it are there', async () => {
      const answer = await upload({ listName: 'Later', source: 'test' }, CSV, offline());
      expectProblem(answer, 503, 'service.unavailable');
      const { rows } = await offline().inOrg(offline().ours.orgId, (tx) =>
        tx.query(`SELECT i.id, o.payload FROM contact_import i JOIN outbox o ON o.key = 'import:' || i.id`),
      );
      expect(rows).toEqual([
        { id: expect.any(String), payload: { type: 'ensure_workflow', importId: rows[0].id } },
      ]);
      expect(await storedFiles(offline())).toHaveLength(1);
    });
  },
});

describe('an upload that breaks off', () => {
  it('is refused and leaves nothing', async () => {
    const before = await storedFiles(world());
    const boundary = 'cut';
    const cut = `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\nphone\n+1212`;
    const answer = await post(world())
      .set('Content-Type', `multipart/form-data; boundary=${boundary}`)
      .send(cut);
    expectProblem(answer, 422, 'request.not_valid');
    expect(await storedFiles(world())).toEqual(before);
  });
});
