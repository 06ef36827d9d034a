import { describe, expect, it } from '@jest/globals';
import { parseSetCookie } from 'cookie';
import { createApp } from '../../../api/app.ts';
import { Registry } from 'prom-client';
import supertest, { type Response } from 'supertest';
import { ADMIN_PASSWORD, FRIENDLY_ORIGIN, PUBLIC_URL } from '../harness/api-world.ts';
import { useApiWorld } from '../harness/api-world-hooks.ts';
import { expectProblem } from '../harness/generic-blocks.ts';

const world = useApiWorld();

function cookiesOf(answer: Response) {
  const texts: string[] = [answer.headers['set-cookie'] ?? []].flat();
  const set = texts.map((text) => parseSetCookie(text));
  return {
    set,
    header: set.map(({ name, value }) => `${name}=${value}`).join('; '),
  };
}

async function webLogin() {
  const { http, ours } = world();
  const login = { email: ours.adminEmail, password: ADMIN_PASSWORD, session: 'web' };
  const answer = await http.post('/api/v1/auth/login').send(login).expect(200);
  return { ...cookiesOf(answer), csrf: answer.body.csrfToken as string, answer };
}

/** A change that a page asks for. */
const change = (headers: Record<string, string>) =>
  world()
    .http.post('/api/v1/call-lists')
    .set(headers)
    .send({ name: `list ${Math.random()}` });

describe('a web session', () => {
  it('is held by cookies that no script reads, and whose tokens no answer shows', async () => {
    const { set, answer } = await webLogin();
    expect(Object.keys(answer.body).toSorted()).toEqual([
      'csrfToken',
      'expiresInSeconds',
      'session',
      'sessionExpiresAt',
    ]);
    expect(set).toEqual([
      expect.objectContaining({
        name: '__Host-evercall_access',
        path: '/',
        httpOnly: true,
        secure: true,
        sameSite: 'strict',
        maxAge: 600,
      }),
      expect.objectContaining({
        name: '__Secure-evercall_refresh',
        path: '/api/v1/auth',
        httpOnly: true,
        secure: true,
        sameSite: 'strict',
      }),
      expect.objectContaining({ name: '__Host-evercall_csrf', path: '/', secure: true, sameSite: 'strict' }),
    ]);
    expect(set[2]).not.toHaveProperty('httpOnly', true);
    for (const { domain } of set) expect(domain).toBeUndefined();
  });

  it('has plain names and no Secure where the public address is http', async () => {
    const { deps, ours } = world();
    const settings = { ...deps.settings, publicUrl: 'http://127.0.0.1:3000' };
    const app = createApp({ ...deps, settings, metrics: new Registry() });
    const login = { email: ours.adminEmail, password: ADMIN_PASSWORD, session: 'web' };
    const { set, header } = cookiesOf(await supertest(app).post('/api/v1/auth/login').send(login));
    expect(set.map(({ name, secure }) => [name, secure ?? false])).toEqual([
      ['evercall_access', false],
      ['evercall_refresh', false],
      ['evercall_csrf', false],
    ]);
    await supertest(app).get('/api/v1/auth/me').set('Cookie', header).expect(200);
  });

  it('reads without more, and changes with the CSRF token', async () => {
    const { header, csrf } = await webLogin();
    await world().http.get('/api/v1/auth/me').set('Cookie', header).expect(200);
    await change({ Cookie: header, 'X-CSRF-Token': csrf }).expect(201);
    await change({ Cookie: header, 'X-CSRF-Token': csrf, Origin: PUBLIC_URL }).expect(201);
    await change({ Cookie: header, 'X-CSRF-Token': csrf, Origin: FRIENDLY_ORIGIN }).expect(201);
  });

  it('changes nothing for a page of somebody else', async () => {
    const { header, csrf } = await webLogin();
    const other = await webLogin();
    const forged: Record<string, string>[] = [
      {},
      { 'X-CSRF-Token': '' },
      { 'X-CSRF-Token': 'guess' },
      // Of another session, planted as a cookie or not.
      { 'X-CSRF-Token': other.csrf },
      { 'X-CSRF-Token': csrf, Origin: 'https://evil.example.test' },
      { 'X-CSRF-Token': csrf, Origin: 'null' },
      { 'X-CSRF-Token': csrf, 'Sec-Fetch-Site': 'cross-site' },
    ];
    for (const headers of forged)
      expectProblem(await change({ Cookie: header, ...headers }), 403, 'auth.csrf_failed');
    const planted = `${header}; __Host-evercall_csrf=${other.csrf}`;
    expectProblem(await change({ Cookie: planted, 'X-CSRF-Token': other.csrf }), 403, 'auth.csrf_failed');
  });

  it('is refreshed by its cookie, and only from our page', async () => {
    const { http } = world();
    const { header, csrf } = await webLogin();
    const refresh = (headers: Record<string, string>) =>
      http
        .post('/api/v1/auth/refresh')
        .set({ Cookie: header, ...headers })
        .send({});
    expectProblem(await refresh({}), 403, 'auth.csrf_failed');
    expectProblem(
      await refresh({ 'X-CSRF-Token': csrf, Origin: 'https://evil.example.test' }),
      403,
      'auth.csrf_failed',
    );
    const next = await refresh({ 'X-CSRF-Token': csrf }).expect(200);
    expect(next.body).toMatchObject({ session: 'web', csrfToken: csrf });
    await http.get('/api/v1/auth/me').set('Cookie', cookiesOf(next).header).expect(200);
  });

  it('is taken away by the logout', async () => {
    const { http } = world();
    const { header, csrf } = await webLogin();
    const out = await http
      .post('/api/v1/auth/logout')
      .set({ Cookie: header, 'X-CSRF-Token': csrf })
      .expect(204);
    expect(cookiesOf(out).set.map(({ value, maxAge }) => [value, maxAge])).toEqual(
      Array.from({ length: 3 }, () => ['', 0]),
    );
    expectProblem(await http.get('/api/v1/auth/me').set('Cookie', header), 401, 'auth.required');
  });

  it('does not stand in for a wrong Authorization header, nor serve operators or API keys', async () => {
    const { http, ours, operatorToken } = world();
    const { header } = await webLogin();
    const wrong = await http.get('/api/v1/auth/me').set({ Cookie: header, Authorization: 'Bearer wrong' });
    expectProblem(wrong, 401, 'auth.required');
    for (const token of [operatorToken, ours.apiKey, 'wrong']) {
      const cookie = `__Host-evercall_access=${token}`;
      expectProblem(await http.get('/api/v1/organizations').set('Cookie', cookie), 401, 'auth.required');
    }
  });
});
