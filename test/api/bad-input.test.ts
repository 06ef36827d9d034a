import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { Test } from 'supertest';
import { z } from 'zod';
import { ENDPOINTS } from '../../api/endpoints.ts';
import { createApiServer } from '../../api/http/api-server.ts';
import { problemSchema } from '../../contracts/problem.schema.ts';
import { useApiWorld } from './harness/api-world-hooks.ts';
import { expectProblem } from './harness/generic-blocks.ts';
import { addAttempt, addCampaign, addContact } from './harness/rows.ts';

// Issue 5, "Bad input": what a caller gets for each kind of it.

const world = useApiWorld();
const bearer = () => `Bearer ${world().ours.tokens.admin}`;
const get = (path: string): Test => world().http.get(`/api/v1/${path}`).set('Authorization', bearer());
const post = (path: string): Test =>
  world().http.post(`/api/v1/${path}`).set('Authorization', bearer()).type('application/json');

type JsonSchema = z.core.JSONSchema.BaseSchema;

/** Whether each of the objects that a schema allows refuses members that it does not name. */
function isClosed(schema: JsonSchema, root: JsonSchema): boolean {
  const isPart = (part: unknown) => isClosed(part as JsonSchema, root);
  const { $ref, anyOf, oneOf, allOf } = schema;
  if ($ref !== undefined) return isPart(root.$defs?.[$ref.replace('#/$defs/', '')]);
  const options = anyOf ?? oneOf ?? allOf;
  return options ? options.every(isPart) : schema.additionalProperties === false;
}

describe('bodies', () => {
  it('of 10 MB are refused by their length', async () => {
    const large = JSON.stringify({ name: 'x'.repeat(10 * 2 ** 20) });
    expectProblem(await post('call-lists').send(large), 413, 'request.too_large');
  });

  it('of 10 MB in chunks are refused', async () => {
    const large = 'x'.repeat(10 * 2 ** 20);
    const port = await listen(createApiServer(world().app, ''));
    const answer = await rawly(
      port,
      `POST /api/v1/call-lists HTTP/1.1\r\nHost: a\r\nAuthorization: ${bearer()}\r\nContent-Type: application/json\r\n` +
        `Connection: close\r\nTransfer-Encoding: chunked\r\n\r\n${large.length.toString(16)}\r\n${large}\r\n0\r\n\r\n`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
  });

  it.each([
    ['arrays', '['.repeat(50_000) + ']'.repeat(50_000)],
    ['objects in a document', `{"name":"deep","document":${'{"a":'.repeat(100)}1${'}'.repeat(101)}`],
    ['arrays that never end', '['.repeat(500_000)],
  ])('that nest too deep are refused: %s', async (_what, body) => {
    const answer = await post('ivr/flows').send(body);
    expectProblem(answer, 400, 'request.bad_json');
    expect(answer.body.detail).toMatch(/deeper than 64/);
  });

  it.each([
    ['plainly', '{"name":"one","name":"two"}'],
    ['with an escape', String.raw`{"name":"one","n\u0061me":"two"}`],
    ['deep inside', '{"name":"x","document":{"a":[{"b":1,"c":{"d":1},"b":2}]}}'],
  ])('with a key twice are refused: %s', async (_what, body) => {
    const answer = await post('ivr/flows').send(body);
    expectProblem(answer, 400, 'request.bad_json');
    expect(answer.body.detail).toMatch(/same key twice/);
  });

  it('may have equal keys in different objects, and keys inside of texts', async () => {
    const name = String.raw`a","name":"b ${randomUUID()}`;
    const { body } = await post('call-lists').send(JSON.stringify({ name })).expect(201);
    expect(body.name).toBe(name);
  });

  it.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'application/xml',
    'application/json; charset=latin1',
    'application/json; charset=utf-16le',
    'application/json; charset=utf-7',
  ])('of type %s are refused', async (type) => {
    const answer = await post('call-lists').set('Content-Type', type).send('{"name":"a"}');
    expectProblem(answer, 415, 'request.unsupported_media');
  });

  it('that are no UTF-8 are refused, whatever they seem to say', async () => {
    const port = await listen(createApiServer(world().app, ''));
    const answer = await fetch(`http://127.0.0.1:${port}/api/v1/call-lists`, {
      method: 'POST',
      headers: { Authorization: bearer(), 'Content-Type': 'application/json' },
      body: Buffer.concat([Buffer.from('{"name":"'), Buffer.from([0xff, 0xfe]), Buffer.from('"}')]),
    });
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ code: 'request.bad_json', detail: 'The body is not UTF-8.' });
  });

  it('are all closed: no operation takes a field that it does not know', () => {
    const open = ENDPOINTS.filter(({ body }) => {
      const schema: JsonSchema = body
        ? z.toJSONSchema(body, { io: 'input' })
        : { additionalProperties: false };
      return !isClosed(schema, schema);
    });
    expect(open.map(({ id }) => id)).toEqual([]);
  });

  it('with unknown fields are refused, each by its pointer', async () => {
    const answer = await post('call-lists').send({ name: 'a', orgId: randomUUID(), 'a/b~': 1 });
    expectProblem(answer, 422, 'request.not_valid');
    const pointers = answer.body.errors.map((fault: { pointer: string }) => fault.pointer);
    expect(pointers).toEqual(['/orgId', '/a~1b~0']);
  });

  it('cannot reach a prototype', async () => {
    const answer = await post('call-lists').send('{"name":"a","__proto__":{"isAdmin":true}}');
    expect([201, 422]).toContain(answer.status);
    expect(({} as { isAdmin?: boolean }).isAdmin).toBeUndefined();
  });
});

describe('names', () => {
  it.each([
    ['NUL', 'a\u0000b'],
    ['text turned around', 'invoice\u202Efdp.exe'],
    ['an invisible space', 'ad\u200Bmin'],
    ['half a character', '\uD800'],
    ['a line break', 'a\nb'],
    ['a byte order mark inside', 'a\uFEFFb'],
    ['blanks alone', ' \u00A0 '],
    ['a letter that is not seen', 'a\u3164'],
    ['a joiner that is not seen', 'a\u034Fb'],
    ['an empty pattern of dots', '\u2800'],
  ])('with %s are refused', async (_what, name) => {
    const answer = await post('call-lists').send(JSON.stringify({ name }));
    expectProblem(answer, 422, 'request.not_valid');
    expect(answer.body.errors[0].pointer).toBe('/name');
  });

  it('of people and organizations follow the same rules', async () => {
    const admin = (path: string) => world().http.put(`/api/v1/${path}`).set('Authorization', bearer());
    const { adminId } = world().ours;
    const { body } = await admin(`users/${adminId}`).send({ displayName: 'Zoe\u0301' }).expect(200);
    expect(body.displayName).toBe('Zo\u00E9');
    expectProblem(await admin(`users/${adminId}`).send({ displayName: '\u3164' }), 422, 'request.not_valid');
    expectProblem(await admin(`users/${adminId}`).send({ disabled: true }), 422, 'request.not_valid');
  });

  it('may hold an emoji', async () => {
    const { body } = await post('call-lists').send({ name: 'We \u2764\uFE0F you' }).expect(201);
    expect(body.name).toBe('We \u2764\uFE0F you');
  });

  it('that look alike are one name, however they are composed', async () => {
    const { body } = await post('call-lists').send({ name: 'Cafe\u0301' }).expect(201);
    expect(body.name).toBe('Caf\u00E9');
    expectProblem(await post('call-lists').send({ name: 'Caf\u00E9' }), 409, 'call_list.name_taken');
  });
});

describe('ids', () => {
  it('of another kind of thing find nothing', async () => {
    const { ours } = world();
    const contactId = await addContact(world(), ours);
    const campaignId = await addCampaign(world(), ours, 'running');
    const { attemptId } = await addAttempt(world(), ours, 'placed');
    expectProblem(await get(`contacts/${campaignId}`), 404, 'contact.not_found');
    expectProblem(await get(`campaigns/${contactId}`), 404, 'campaign.not_found');
    expectProblem(await get(`recordings/${attemptId}`), 404, 'recording.not_found');
  });

  it.each(['1', 'null', '%00', '..%2f..', "'%20OR%201=1", `${randomUUID()}x`, '%E0%A4%A'])(
    'that are none are refused: %s',
    async (id) => {
      const answer = await get(`contacts/${id}`);
      expect([404, 422]).toContain(answer.status);
      problemSchema.parse(answer.body);
    },
  );
});

describe('parameters', () => {
  it.each(['contacts?foo=1', 'contacts?LIMIT=1', 'contacts?limit[]=1', 'calls?limit=1&unknown=x'])(
    'that nobody knows are refused: %s',
    async (path) => {
      const answer = await get(path);
      expectProblem(answer, 422, 'request.not_valid');
      expect(answer.body.errors[0].message).toBe('There is no such parameter.');
    },
  );
});

describe('limits', () => {
  it.each([
    '-1',
    '0',
    '201',
    '1e9',
    '99999999999999999999',
    '1.5',
    'NaN',
    'Infinity',
    '',
    'abc',
    '1&limit=2',
  ])('of %s are refused', async (limit) => {
    const answer = await get(`contacts?limit=${limit}`);
    expectProblem(answer, 422, 'request.not_valid');
    expect(answer.body.errors[0].pointer).toBe('/query/limit');
  });
});

describe('clocks', () => {
  it('of callers count for nothing, and tokens of a process some seconds ahead are taken', async () => {
    const { deps, ours } = world();
    const wallMs = deps.clock.wallMs.bind(deps.clock);
    Object.assign(deps.clock, { wallMs: () => wallMs() + 5_000 });
    const { userId, sessionId } = ours.people.admin;
    const bearerOf = { kind: 'user', orgId: ours.orgId, role: 'admin', tokenVersion: 0 } as const;
    const ahead = await deps.tokens.sign({ ...bearerOf, userId, sessionId });
    Object.assign(deps.clock, { wallMs });
    await world().http.get('/api/v1/contacts').set('Authorization', `Bearer ${ahead}`).expect(200);
    await get('contacts').set('Date', 'Thu, 01 Jan 1970 00:00:00 GMT').expect(200);
  });
});

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
  server = undefined;
});

async function listen(made: Server): Promise<number> {
  server = made;
  made.listen(0, '127.0.0.1');
  await once(made, 'listening');
  return (made.address() as AddressInfo).port;
}

/** The whole answer to bytes that need not be HTTP, until the server closes. */
async function rawly(port: number, bytes: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  // The server may close while we still send.
  socket.on('error', () => {});
  socket.write(bytes);
  return text(socket).catch(() => '');
}

function problemOf(answer: string): { code: string; status: number } {
  return problemSchema.parse(JSON.parse(answer.split('\r\n\r\n')[1] ?? ''));
}

describe('requests', () => {
  const PUBLIC = 'https://api.evercall.test';

  it('with a flood of headers are refused', async () => {
    const port = await listen(createApiServer(world().app, PUBLIC));
    for (const headers of ['X-Large: ' + 'x'.repeat(20_000), 'X-Many: 1234567890\r\n'.repeat(2_000).trim()]) {
      const answer = await rawly(port, `GET /health/live HTTP/1.1\r\nHost: a\r\n${headers}\r\n\r\n`);
      expect(answer).toMatch(/^HTTP\/1\.1 431 /);
      expect(problemOf(answer)).toMatchObject({ code: 'request.head_too_large', status: 431 });
    }
  });

  it.each([
    ['/api/v1/contacts', 405],
    ['/health/live', 405],
    ['/', 405],
    ['/docs', 404],
    ['/nowhere', 404],
  ])('to be sent back (TRACE) are refused, and nothing of them is: %s', async (path, status) => {
    const port = await listen(createApiServer(world().app, PUBLIC));
    const head = `TRACE ${path} HTTP/1.1\r\nHost: a\r\nCookie: canary\r\nConnection: close\r\n\r\n`;
    const answer = await rawly(port, head);
    expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect(problemOf(answer)).toMatchObject({ status });
    expect(answer).not.toContain('canary');
  });

  it('that are no HTTP get a problem too', async () => {
    const port = await listen(createApiServer(world().app, PUBLIC));
    const answer = await rawly(port, 'HELLO\r\n\r\n');
    expect(problemOf(answer)).toMatchObject({ code: 'request.bad_http', status: 400 });
  });

  it.each([
    ['a head', 'GET /health/live HTTP/1.1\r\nHost: a\r\nX-Slow: '],
    [
      'a body',
      'POST /api/v1/auth/login HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{',
    ],
  ])('whose sender is slow do not hold a connection: %s', async (_what, bytes) => {
    const limits = { headersMs: 200, requestMs: 400, checkEveryMs: 50 };
    const port = await listen(createApiServer(world().app, PUBLIC, limits));
    const answer = await rawly(port, bytes);
    expect(answer).toMatch(/^HTTP\/1\.1 408 /);
    expect(problemOf(answer)).toMatchObject({ code: 'request.too_slow', status: 408 });
  });
});
