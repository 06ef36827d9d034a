import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { ERROR_CODES } from '../../contracts/codes.ts';
import { generatedDocs } from '../../tools/docs/generated-docs.ts';
import { useApiWorld } from './harness/api-world-hooks.ts';
import { expectProblem } from './harness/generic-blocks.ts';

const root = join(import.meta.dirname, '..', '..');
const world = useApiWorld();

describe('the committed documents', () => {
  it.each([...generatedDocs().keys()])(
    '%s is what the sources say (else run tools/docs/generate.ts)',
    (path) => {
      expect(readFileSync(join(root, path), 'utf8')).toBe(generatedDocs().get(path));
    },
  );

  it('hold no page of a code that is gone', () => {
    const pages = readdirSync(join(root, 'docs', 'errors')).map((name) => `docs/errors/${name}`);
    expect(pages.filter((page) => !generatedDocs().has(page))).toEqual([]);
  });

  it('name components for every reference of the OpenAPI document', () => {
    const text = generatedDocs().get('docs/openapi.json') ?? '';
    const { openapi, components } = JSON.parse(text);
    expect(openapi).toBe('3.1.0');
    const references = [...text.matchAll(/"#\/components\/schemas\/([^"]+)"/g)].map(([, name]) => name);
    expect(references.filter((name) => !(name && name in components.schemas))).toEqual([]);
  });
});

describe('the public pages', () => {
  it('show the reference with files of our own only', async () => {
    const page = await world().http.get('/docs').expect(200);
    const files = [...page.text.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, file]) => file ?? '');
    expect(files.length).toBeGreaterThan(2);
    for (const file of files) {
      expect(file).toMatch(/^\/docs\/assets\//);
      await world().http.get(file).expect(200);
    }
    const policy = page.headers['content-security-policy'];
    expect(policy).toContain("script-src 'self'");
    expect(policy).not.toMatch(/https?:|unsafe-eval|script-src[^;]*unsafe-inline/);
    expect(page.text).not.toMatch(/<script>|<style>| style=| on\w+=/);
  });

  it('serve the OpenAPI document that is committed', async () => {
    const { body } = await world().http.get('/openapi.json').expect(200);
    expect(body).toEqual(JSON.parse(readFileSync(join(root, 'docs', 'openapi.json'), 'utf8')));
  });

  it('open the type of a problem, for people and as Markdown', async () => {
    const problem = await world().http.get('/api/v1/auth/me').expect(401);
    const { pathname } = new URL(problem.body.type);
    const page = await world().http.get(pathname).set('Accept', 'text/html').expect(200);
    expect(page.text).toContain(ERROR_CODES['auth.required'].title);
    const text = await world().http.get(pathname).set('Accept', 'text/markdown').expect(200);
    expect(text.text).toBe(readFileSync(join(root, 'docs', 'errors', 'auth.required.md'), 'utf8'));
    const index = await world().http.get('/docs/errors').set('Accept', 'text/html').expect(200);
    for (const code of Object.keys(ERROR_CODES)) expect(index.text).toContain(`/docs/errors/${code}"`);
    expectProblem(await world().http.get('/docs/errors/constructor'), 404, 'request.not_found');
  });
});
