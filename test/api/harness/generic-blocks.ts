import { randomUUID } from 'node:crypto';
import { expect } from '@jest/globals';
import type { Response } from 'supertest';
import { MINIMUM_ROLE } from '../../../api/auth/permissions.ts';
import { needsToken } from '../../../api/declared-errors.ts';
import type { Endpoint } from '../../../api/endpoint.ts';
import { ERROR_CODES } from '../../../contracts/codes.ts';
import { problemSchema } from '../../../contracts/problem.schema.ts';
import type { ApiWorld } from './api-world.ts';
import { bodyOf, call, resourceOf } from './requests.ts';
import { signedForm } from './webhook-requests.ts';

interface SharedTest {
  readonly name: string;
  readonly run: () => Promise<void>;
}

type Shared = (endpoint: Endpoint, world: () => ApiWorld) => SharedTest[];

/** Asserts that an answer is a whole problem document with this code. */
export function expectProblem(response: Response, status: number, code: keyof typeof ERROR_CODES): void {
  expect({ status: response.status, code: response.body.code }).toEqual({ status, code });
  expect(response.headers['content-type']).toMatch(/^application\/problem\+json/);
  const problem = problemSchema.parse(response.body);
  expect(problem).toMatchObject({
    status,
    title: ERROR_CODES[code].title,
    requestId: response.headers['x-request-id'],
  });
  expect(problem.type).toMatch(new RegExp(`/docs/errors/${code.replace('.', '\\.')}$`));
}

const badRequest: Shared = (endpoint, world) => {
  if (endpoint.auth === 'signed') {
    return [
      {
        name: 'refuses a form that cannot be read',
        run: async () => {
          for (const body of ['CallSid=%zz', 'CallSid=%ff%fe', 'AccountSid=AC1']) {
            const { http, ours } = world();
            const path = endpoint.path.replace('{orgRef}', ours.ref);
            const answer = await http.post(path).type('application/x-www-form-urlencoded').send(body);
            expectProblem(answer, 400, 'request.bad_form');
          }
        },
      },
    ];
  }
  const tests: SharedTest[] = [];
  if (endpoint.query && 'cursor' in endpoint.query.shape) {
    tests.push({
      name: 'refuses a cursor that is none of its own',
      run: async () => {
        const id = (await resourceOf(world(), world().ours, endpoint)) ?? randomUUID();
        for (const cursor of ['abc', Buffer.from('["x",1,{}]').toString('base64url')]) {
          const answer = await call(world(), endpoint, { id, role: 'admin', query: `?cursor=${cursor}` });
          expectProblem(answer, 400, 'request.bad_cursor');
        }
      },
    });
  }
  if (!endpoint.body) return tests;
  return [
    ...tests,
    {
      name: 'refuses a body that is not JSON',
      run: async () => {
        const request = call(world(), endpoint, { id: randomUUID(), role: 'admin' });
        expectProblem(await request.type('application/json').send('{"name":'), 400, 'request.bad_json');
      },
    },
  ];
};

const unauthenticated: Shared = (endpoint, world) => {
  if (!needsToken(endpoint.auth)) return [];
  return [
    {
      name: 'refuses a request without a token, and one with a changed token',
      run: async () => {
        const without = await call(world(), endpoint, { id: randomUUID() });
        expectProblem(without, 401, 'auth.required');
        expect(without.headers['www-authenticate']).toBe('Bearer');
        const [head, body] = world().ours.tokens.admin.split('.');
        const forged = `${head}.${body}.${Buffer.alloc(64, 7).toString('base64url')}`;
        const withForged = await call(world(), endpoint, { id: randomUUID() }).set(
          'Authorization',
          `Bearer ${forged}`,
        );
        expectProblem(withForged, 401, 'auth.required');
      },
    },
  ];
};

const forbidden: Shared = (endpoint, world) => {
  if (endpoint.auth === 'signed') {
    return [
      {
        name: 'refuses a signature that does not fit, and counts it',
        run: async () => {
          const answer = await signedForm(world(), endpoint, { authToken: 'another token' });
          expectProblem(answer, 403, 'auth.bad_signature');
          const metrics = await world().http.get('/metrics');
          expect(metrics.text).toMatch(
            new RegExp(
              `carrier_webhooks_refused_total{webhook="${endpoint.id}",code="auth.bad_signature"} [1-9]`,
            ),
          );
        },
      },
    ];
  }
  if (!needsToken(endpoint.auth)) return [];
  const lowest = endpoint.auth === 'operator' ? 'operator' : MINIMUM_ROLE[endpoint.id];
  if (lowest !== 'agent') {
    return [
      {
        name: `refuses who is below ${lowest}`,
        run: async () => {
          const answer = await call(world(), endpoint, { id: randomUUID(), role: 'agent' });
          expectProblem(answer, 403, 'auth.forbidden');
        },
      },
    ];
  }
  return [
    {
      name: 'refuses who runs the installation and belongs to no organization',
      run: async () => {
        const token = `Bearer ${world().operatorToken}`;
        const answer = await call(world(), endpoint, { id: randomUUID() }).set('Authorization', token);
        expectProblem(answer, 403, 'auth.forbidden');
      },
    },
  ];
};

const notFound: Shared = (endpoint, world) => {
  if (endpoint.auth === 'signed') {
    return [
      {
        name: 'knows no such organization',
        run: async () => {
          const { http } = world();
          for (const ref of ['nobody', '%00', '%F0%9F%A6%8A', 'x'.repeat(500)]) {
            const answer = await http
              .post(endpoint.path.replace('{orgRef}', ref))
              .type('application/x-www-form-urlencoded')
              .send('AccountSid=AC1&CallSid=CA1');
            expectProblem(answer, 404, 'webhook.unknown_call');
          }
        },
      },
    ];
  }
  if (!endpoint.path.includes('{id}')) return [];
  return [
    {
      name: 'knows no such id, and hides what belongs to another organization',
      run: async () => {
        // To an operator every organization is there.
        const isForOperators = endpoint.auth === 'operator';
        const theirs = isForOperators ? undefined : await resourceOf(world(), world().theirs, endpoint);
        for (const id of [randomUUID(), theirs ?? randomUUID()]) {
          const body = await bodyOf(world(), world().ours, endpoint);
          const request = call(world(), endpoint, { id, role: 'admin' }).set('If-Match', '*');
          const answer = body ? await request.send(body) : await request;
          expect({ id, status: answer.status }).toEqual({ id, status: 404 });
          problemSchema.parse(answer.body);
        }
      },
    },
  ];
};

const inFlight: Shared = (endpoint, world) => {
  if (!endpoint.idempotent) return [];
  return [
    {
      name: 'says so while the same Idempotency-Key is still running',
      run: async () => {
        const { ours, inOrg } = world();
        const key = randomUUID();
        const id = await resourceOf(world(), ours, endpoint);
        const body = await bodyOf(world(), ours, endpoint);
        await inOrg(ours.orgId, async (tx) => {
          await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [
            `idempotency|${ownerOf(endpoint, world())}|${key}`,
          ]);
          const answer = await call(world(), endpoint, { ...(id && { id }), role: 'admin' })
            .set('Idempotency-Key', key)
            .send(body ?? {});
          expectProblem(answer, 409, 'idempotency.in_flight');
          expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
        });
      },
    },
  ];
};

const tooLarge: Shared = (endpoint, world) => {
  if (endpoint.auth === 'signed') {
    return [
      {
        name: 'refuses a form that no carrier sends',
        run: async () => {
          const answer = await signedForm(world(), endpoint, { params: { Filler: 'x'.repeat(70_000) } });
          expectProblem(answer, 413, 'request.too_large');
        },
      },
    ];
  }
  if (!endpoint.body) return [];
  return [
    {
      name: 'refuses a body over a megabyte',
      run: async () => {
        const request = call(world(), endpoint, { id: randomUUID(), role: 'admin' });
        expectProblem(await request.send({ filler: 'x'.repeat(1_100_000) }), 413, 'request.too_large');
      },
    },
  ];
};

const unsupported: Shared = (endpoint, world) => {
  if (!endpoint.body) return [];
  return [
    {
      name: 'refuses a body that is no JSON by its type',
      run: async () => {
        const request = call(world(), endpoint, { id: randomUUID(), role: 'admin' });
        expectProblem(await request.type('text/plain').send('hello'), 415, 'request.unsupported_media');
      },
    },
  ];
};

const notValid: Shared = (endpoint, world) => {
  const tests: SharedTest[] = [];
  const refuses = (name: string, pointer: string, ask: () => Promise<Response>) =>
    tests.push({
      name,
      run: async () => {
        const answer = await ask();
        expectProblem(answer, 422, 'request.not_valid');
        expect(answer.body.errors.map((fault: { pointer: string }) => fault.pointer)).toContain(pointer);
      },
    });
  if (endpoint.path.includes('{id}')) {
    refuses('refuses an id that is none', '/path/id', async () =>
      call(world(), endpoint, { id: '7', role: 'admin' }),
    );
  }
  if (endpoint.query && 'limit' in endpoint.query.shape) {
    const id = randomUUID();
    refuses('refuses a limit out of range', '/query/limit', async () =>
      call(world(), endpoint, { id, role: 'admin', query: '?limit=201' }),
    );
  }
  if (endpoint.body) {
    refuses('refuses a body of another shape', '', async () =>
      call(world(), endpoint, { id: randomUUID(), role: 'admin' }).send([]),
    );
  }
  if (endpoint.idempotent) tests.push(otherBody(endpoint, world));
  return tests;
};

/** Whose the Idempotency-Keys of those are who may call. */
const ownerOf = (endpoint: Endpoint, { operatorId, ours }: ApiWorld): string =>
  endpoint.auth === 'operator' ? operatorId : ours.orgId;

/** A key that was used with another request, as a stored row says. */
function otherBody(endpoint: Endpoint, world: () => ApiWorld): SharedTest {
  return {
    name: 'refuses an Idempotency-Key that was used with another request',
    run: async () => {
      const { ours, inOrg } = world();
      const key = randomUUID();
      const [table, owner] =
        endpoint.auth === 'operator'
          ? ['operator_idempotency_key', 'operator_id']
          : ['idempotency_key', 'org_id'];
      await inOrg(ours.orgId, (tx) =>
        tx.query(
          `INSERT INTO ${table} (${owner}, key, method_path, body_hash, status, response)
           VALUES ($1, $2, 'POST /elsewhere', 'another', 201, '{}')`,
          [ownerOf(endpoint, world()), key],
        ),
      );
      const id = await resourceOf(world(), ours, endpoint);
      const body = await bodyOf(world(), ours, endpoint);
      const request = call(world(), endpoint, { ...(id && { id }), role: 'admin' }).set(
        'Idempotency-Key',
        key,
      );
      expectProblem(await request.send(body ?? {}), 422, 'idempotency.other_body');
    },
  };
}

/** Tests by status that every endpoint shares; an empty list where one does not apply. */
export const GENERIC_BLOCKS: Readonly<Record<number, Shared>> = {
  400: badRequest,
  401: unauthenticated,
  403: forbidden,
  404: notFound,
  409: inFlight,
  413: tooLarge,
  415: unsupported,
  422: notValid,
};
