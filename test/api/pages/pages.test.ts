import { describe, expect, it } from '@jest/globals';
import { ENDPOINTS } from '../../../api/endpoints.ts';
import { MAILED_LINK_PAGES } from '../../../api/pages/mailed-link-page.ts';
import { PAGE_TEXTS } from '../../../api/pages/page-texts.ts';
import { newPasswordSchema } from '../../../contracts/auth.schema.ts';
import { PUBLIC_URL } from '../harness/api-world.ts';
import { useApiWorld } from '../harness/api-world-hooks.ts';
import { expectProblem } from '../harness/generic-blocks.ts';

const world = useApiWorld();
const get = (path: string, language = 'en') =>
  world().http.get(path).set('Accept-Language', language).expect(200);
const FORMS = Object.keys(MAILED_LINK_PAGES).map((name) => `/${name}`);
const PAGES = ['/', ...FORMS];
const FILES = ['/pages/page.css', '/pages/mailed-link.js', '/pages/icon.svg'];

describe.each([...PAGES, ...FILES])('%s', (path) => {
  it('is kept nowhere, framed nowhere, and loads what is ours alone', async () => {
    const { headers } = await get(path);
    expect(headers).toMatchObject({
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
    });
    expect(headers['set-cookie']).toBeUndefined();
    const policy = String(headers['content-security-policy']).split(';');
    expect(policy).toEqual(
      expect.arrayContaining(["default-src 'none'", "form-action 'none'", "frame-ancestors 'none'"]),
    );
    expect(policy.join()).not.toMatch(/unsafe|https?:|data:|\*/);
  });

  it('answers HEAD as GET without its body, and no other method', async () => {
    const whole = await get(path);
    const head = await world().http.head(path).set('Accept-Language', 'en').expect(200);
    expect(head.text ?? '').toBe('');
    for (const name of ['content-type', 'content-length', 'content-security-policy', 'cache-control'])
      expect(head.headers[name]).toBe(whole.headers[name]);
    const posted = await world().http.post(path).send({});
    expectProblem(posted, 405, 'request.method_not_allowed');
    expect(posted.headers.allow).toBe('GET, HEAD');
  });
});

describe.each(PAGES)('%s, read by people,', (path) => {
  it.each([
    ['es-MX', 'es'],
    ['cs,en;q=0.5', 'cs'],
    ['fr', 'en'],
  ] as const)('is for %s in %s', async (asked, language) => {
    const { text, headers, type } = await get(path, asked);
    expect(type).toBe('text/html');
    expect(headers['content-language']).toBe(language);
    expect(headers.vary).toContain('Accept-Language');
    expect(text).toContain(`<html lang="${language}">`);
    expect(text).toContain(PAGE_TEXTS[language].start.noConsole);
    expect(text).toContain('href="/docs"');
  });

  it('has nothing inline, and each file that it names is there', async () => {
    const { text } = await get(path);
    expect(text).not.toMatch(/<style|<script>| style=| on\w+=|https?:\/\/(?!api\.evercall\.test)/);
    const files = [...text.matchAll(/(?:src|href)="(\/pages\/[^"]+)"/g)].map(([, file]) => file ?? '');
    expect(files).toEqual(expect.arrayContaining(['/pages/page.css', '/pages/icon.svg']));
    for (const file of files) await get(file);
  });
});

describe.each(FORMS)('%s, its form,', (path) => {
  it('is the same for every token, even one in the query', async () => {
    const bare = await get(path);
    expect((await get(`${path}?token=unknown`)).text).toBe(bare.text);
  });

  it('is posted to an operation that needs no sign-in, and says where to sign in', async () => {
    const { text } = await get(path);
    const operation = /data-operation="([^"]+)"/.exec(text)?.[1];
    expect(ENDPOINTS.find((one) => one.path === operation)).toMatchObject({ method: 'post', auth: 'none' });
    expect(text).toContain(`POST ${PUBLIC_URL}/api/v1/auth/login`);
  });
});

describe.each(['/accept-invitation', '/reset-password'])('%s, which asks for a password,', (path) => {
  it('labels each field and describes it, with the rule of passwords', async () => {
    const { text } = await get(path);
    const inputs = [...text.matchAll(/<input id="(\w+)" name[^>]*>/g)];
    expect(inputs.length).toBeGreaterThan(0);
    for (const [input, id] of inputs) {
      expect(text).toContain(`<label for="${id}">`);
      for (const described of /aria-describedby="([^"]+)"/.exec(input)?.[1]?.split(' ') ?? [''])
        expect(text).toContain(`id="${described}"`);
    }
    expect(text).toMatch(/name="password" type="password" autocomplete="new-password"/);
    expect(text).toContain(`At least ${newPasswordSchema.minLength} characters`);
    expect(text).toContain('role="alert"');
  });
});

describe('a page of another name', () => {
  it('is not there', async () => {
    for (const path of ['/Accept-invitation', '/pages', '/pages/page.ts', '/pages/..%2fhtml.ts'])
      expectProblem(await world().http.get(path), 404, 'request.not_found');
  });
});
