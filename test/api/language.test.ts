import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { ERROR_CODES } from '../../contracts/codes.ts';
import { CS } from '../../contracts/messages/cs.ts';
import { ES } from '../../contracts/messages/es.ts';
import { problemSchema } from '../../contracts/problem.schema.ts';
import { useApiWorld } from './harness/api-world-hooks.ts';

const world = useApiWorld();

const ask = (path: string, language: string) =>
  world()
    .http.get(`/api/v1/${path}`)
    .set('Authorization', `Bearer ${world().ours.tokens.admin}`)
    .set('Accept-Language', language);

describe('Accept-Language', () => {
  it.each([
    ['es', 'es', ES['contact.not_found'][0]],
    ['cs-CZ,cs;q=0.9,en;q=0.5', 'cs', CS['contact.not_found'][0]],
    ['es-MX', 'es', ES['contact.not_found'][0]],
    ['fr', 'en', ERROR_CODES['contact.not_found'].title],
    ['de, es;q=0.1', 'es', ES['contact.not_found'][0]],
    ['*', 'en', ERROR_CODES['contact.not_found'].title],
    ['es;q=0, en', 'en', ERROR_CODES['contact.not_found'].title],
    [',;;q=x', 'en', ERROR_CODES['contact.not_found'].title],
  ])('%s: a problem in %s', async (asked, language, title) => {
    const answer = await ask(`contacts/${randomUUID()}`, asked);
    expect(problemSchema.parse(answer.body)).toMatchObject({ title, code: 'contact.not_found', status: 404 });
    expect(answer.headers['content-language']).toBe(language);
    expect(answer.headers.vary).toMatch(/Origin.*Accept-Language/);
  });

  it('words the faults of fields too', async () => {
    const faultsIn = async (language: string) => (await ask('contacts?limit=900&nothing=1', language)).body;
    const [spanish, czech, english] = [await faultsIn('es'), await faultsIn('cs'), await faultsIn('en')];
    expect(spanish.errors[0]).toMatchObject({ pointer: '/query/limit', code: 'too_big' });
    expect(spanish.errors[0].message).toMatch(/Demasiado grande/);
    expect(czech.errors[0].message).toMatch(/velk/);
    expect(english.errors[0].message).toMatch(/Too big/);
    expect([spanish.title, czech.title]).toEqual([ES['request.not_valid'][0], CS['request.not_valid'][0]]);
  });

  it('has a title and an advice of its own for every code', () => {
    for (const [code, { title, help }] of Object.entries(ERROR_CODES)) {
      for (const words of [ES, CS]) {
        const [itsTitle, itsHelp] = words[code as keyof typeof ERROR_CODES];
        expect({ code, isOwn: itsTitle !== title && itsHelp !== help }).toEqual({ code, isOwn: true });
      }
    }
  });
});
