import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import supertest from 'supertest';
import { z } from 'zod';
import { createApp } from '../../api/app.ts';
import { defineEndpoint } from '../../api/endpoint.ts';
import { getMe } from '../../api/endpoints/auth/get-me.endpoint.ts';
import { listContacts } from '../../api/endpoints/contacts/list-contacts.endpoint.ts';
import { statusWebhook } from '../../api/endpoints/webhooks/status.endpoint.ts';
import { useApiWorld } from './harness/api-world-hooks.ts';
import { expectProblem } from './harness/generic-blocks.ts';
import { call } from './harness/requests.ts';
import { addAttempt } from './harness/rows.ts';
import { attemptQuery, signedForm } from './harness/webhook-requests.ts';

const lines: string[] = [];
const logger = pino({ level: 'debug' }, { write: (line: string) => void lines.push(line) });
const world = useApiWorld({ parts: { logger } });
const strict = useApiWorld({ parts: { requestLimit: { requests: 2, windowSeconds: 60 } } });

describe('every answer', () => {
  it('carries the request id that was sent, or one of ours where that is odd', async () => {
    const known = await world().http.get('/health/live').set('X-Request-Id', 'client-7').expect(200);
    expect(known.headers['x-request-id']).toBe('client-7');
    const odd = await world().http.get('/health/live').set('X-Request-Id', 'a b').expect(200);
    expect(odd.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('hides what served it and forbids framing and sniffing', async () => {
    const { headers } = await world().http.get('/health/live');
    expect(headers).not.toHaveProperty('x-powered-by');
    expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' });
    expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
  });

  it('is a problem where there is nothing, or nothing by that method', async () => {
    expectProblem(await world().http.get('/api/v2/calls'), 404, 'request.not_found');
    expectProblem(await world().http.get('/api/v1/contacts/%zz'), 404, 'request.not_found');
    const wrong = await world().http.delete('/api/v1/campaigns');
    expectProblem(wrong, 405, 'request.method_not_allowed');
    expect(wrong.headers.allow).toBe('GET, POST');
  });

  it('says how many requests are left, and refuses what is over', async () => {
    const first = await call(strict(), getMe, { role: 'admin' }).expect(200);
    expect(first.headers['ratelimit-policy']).toBe('"user";q=2;w=60');
    expect(first.headers.ratelimit).toMatch(/^"user";r=1;t=\d+$/);
    await call(strict(), getMe, { role: 'admin' }).expect(200);
    const third = await call(strict(), getMe, { role: 'admin' });
    expectProblem(third, 429, 'request.throttled');
    expect(Number(third.headers['retry-after'])).toBeGreaterThan(0);
  });
});

describe('a fault of ours', () => {
  const broken = (handle: () => Promise<never>) =>
    defineEndpoint({
      id: 'live',
      method: 'get',
      path: '/broken',
      tag: 'test',
      summary: 'Breaks',
      auth: 'none',
      responses: { 200: { description: 'Never.', schema: z.object({ ok: z.boolean() }) } },
      errors: [],
      handle,
    });

  it('is a 500 that tells nothing, and is logged with its request id', async () => {
    const secret = new Error('duplicate key value (email)=(ada@example.test)');
    const app = createApp({ ...world().deps, metrics: new (await import('prom-client')).Registry() }, [
      broken(() => Promise.reject(secret)),
    ]);
    const answer = await supertest(app).get('/broken');
    expectProblem(answer, 500, 'internal.unexpected');
    expect(answer.text).not.toContain('ada@');
    expect(
      lines.some((line) => line.includes('request failed') && line.includes(answer.body.requestId)),
    ).toBe(true);
  });

  it('is found when an answer is not what was declared', async () => {
    const app = createApp({ ...world().deps, metrics: new (await import('prom-client')).Registry() }, [
      broken(() => Promise.resolve({ status: 200, body: { ok: 'yes' } } as never)),
    ]);
    expectProblem(await supertest(app).get('/broken'), 500, 'internal.unexpected');
  });
});

describe('the log', () => {
  it('holds no number, key, token or body', async () => {
    lines.length = 0;
    const number = '+12125550177';
    const query = `?phone=${encodeURIComponent(number)}`;
    await call(world(), listContacts, { role: 'admin', query }).expect(200);
    await world().http.post('/api/v1/auth/login').send({ email: 'ada@example.test', password: 'hunter2' });
    const attempt = await addAttempt(world(), world().ours, 'placed', 'CA-log');
    const request = {
      query: attemptQuery(attempt),
      callSid: 'CA-log',
      params: { CallStatus: 'ringing', To: number },
    };
    await signedForm(world(), statusWebhook, request);
    const log = lines.join('\n');
    expect(lines.length).toBeGreaterThan(2);
    for (const secret of [
      number,
      '12125550177',
      'ada@',
      'hunter2',
      'Bearer',
      world().ours.tokens.admin,
      '?a=',
      '&k=',
    ]) {
      expect(log).not.toContain(secret);
    }
    expect(JSON.parse(lines[0] ?? '{}')).toMatchObject({
      req: { method: 'GET', path: '/api/v1/contacts' },
      res: { status: 200 },
      durationMs: expect.any(Number),
    });
  });
});

describe('tokens', () => {
  it('of one organization show nothing of another, whatever they ask for', async () => {
    const { theirs } = world();
    await addAttempt(world(), world().ours, 'placed', `CA-${randomUUID()}`);
    const { body } = await call(world(), listContacts, { role: 'admin', org: theirs }).expect(200);
    expect(body.data).toEqual([]);
  });
});
