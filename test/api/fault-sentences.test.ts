import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { z } from 'zod';
import { ENDPOINTS } from '../../api/endpoints.ts';
import { faultIn } from '../../api/http/language.ts';
import { FAULT_SENTENCES } from '../../contracts/messages/fault-sentences.ts';
import { fieldsOf } from '../../contracts/list.schema.ts';
import { importFieldsSchema } from '../../contracts/contact.schema.ts';
import { flowSchema } from '../../contracts/flow.schema.ts';
import { SETTINGS } from './harness/requests.ts';
import { useApiWorld } from './harness/api-world-hooks.ts';

const root = join(import.meta.dirname, '..', '..');
const world = useApiWorld();

/** Every sentence that a schema says of its own, in it or in any of its parts. */
function sentencesOf(part: unknown, found: Set<string>, seen: Set<unknown>): void {
  if (typeof part !== 'object' || part === null || seen.has(part)) return;
  seen.add(part);
  const def = '_zod' in part ? (part as z.ZodType)._zod.def : undefined;
  if (!def) {
    const isPlain = Array.isArray(part) || Object.getPrototypeOf(part) === Object.prototype;
    if (isPlain) for (const one of Object.values(part)) sentencesOf(one, found, seen);
    return;
  }
  const said = def.error?.({ code: 'custom', input: undefined, path: [] } as never);
  if (typeof said === 'string') found.add(said);
  const inner = { ...def, lazy: 'getter' in def ? (def.getter as () => unknown)() : undefined };
  for (const one of Object.values(inner)) sentencesOf(one, found, seen);
}

function sentencesOfSchemas(): string[] {
  const [found, seen] = [new Set<string>(), new Set<unknown>()];
  for (const { body, query, params } of ENDPOINTS)
    for (const schema of [body, query, params, importFieldsSchema]) sentencesOf(schema, found, seen);
  return [...found];
}

/** Sentences of the files that point at fields: neither of the document, nor the detail of a problem. */
function sentencesOfHandlers(): string[] {
  const ofDocument = /(description|summary):\s*(['`]).*?\2|headers: \{[^}]*\}/g;
  const ofProblem = /AppError\(\{\s*code: '[\w.]+',\s*message:[^}]*\}/g;
  const sentence = /(?<=[\s(])(['`])([A-Z](?:(?!\1).)*\.)\1/g;
  return globSync('api/{endpoints,uploads,http}/**/*.ts', { cwd: root })
    .map((file) => readFileSync(join(root, file), 'utf8'))
    .filter((text) => text.includes('pointer'))
    .flatMap((text) => [...text.replaceAll(ofDocument, '').replaceAll(ofProblem, '').matchAll(sentence)])
    .map(([, , said = '']) => said.replaceAll('"${name}"', '"a name"').replaceAll(/\$\{\w+\}/g, '7'));
}

const isTranslated = (sentence: string) =>
  (['es', 'cs'] as const).every((language) => faultIn(language, sentence) !== sentence);

describe('what our own rules say of a field', () => {
  it('has words in Spanish and Czech, in every schema of a request', () => {
    const sentences = sentencesOfSchemas();
    expect(sentences).toEqual(
      expect.arrayContaining(['It must be an IANA time zone.', 'Give either listId or listName.']),
    );
    expect(sentences.filter((sentence) => !isTranslated(sentence))).toEqual([]);
  });

  it('has them in every handler', () => {
    const sentences = sentencesOfHandlers();
    expect(sentences).toEqual(
      expect.arrayContaining([
        'The campaign "a name" is not over.',
        'There is no such flow.',
        'A period has at most 7 days.',
        'Send one file.',
        'The file is empty.',
      ]),
    );
    expect(sentences.filter((sentence) => !isTranslated(sentence))).toEqual([]);
  });

  it('has as many places for what is of this request in each language, and words of its own', () => {
    for (const [en, es, cs] of FAULT_SENTENCES) {
      const places = [en, es, cs].map((sentence) => sentence.split('{}').length);
      expect({ en, places }).toEqual({ en, places: [places[0], places[0], places[0]] });
      expect(new Set([en, es, cs]).size).toBe(3);
    }
  });

  it('keeps what is of this request, and leaves alone what is not of ours', () => {
    const refused = fieldsOf(flowSchema).fields.safeParse('colour').error?.issues[0]?.message ?? '';
    expect(faultIn('cs', refused)).toBe('Pole "colour" neexistuje.');
    expect(faultIn('es', 'The campaign "7 {} of 9" is not over.')).toBe(
      'La campaña "7 {} of 9" no ha terminado.',
    );
    expect(faultIn('en', refused)).toBe(refused);
    for (const other of ['', 'constructor', 'Too big: at most 200']) expect(faultIn('cs', other)).toBe(other);
  });

  it('is in the language that a request asks for, of a schema’s rule and of a handler’s', async () => {
    const { http, ours } = world();
    const ask = (path: string, language: string, body: object) =>
      http
        .put(path)
        .set({ Authorization: `Bearer ${ours.tokens.admin}`, 'Accept-Language': language, 'If-Match': '*' })
        .send(body)
        .expect(422);
    const mine = { language: null, zone: 'Mars/Base', mailNotifications: true };
    const zone = async (language: string) => (await ask('/api/v1/settings/me', language, mine)).body.errors;
    expect(await zone('es')).toEqual([
      { pointer: '/zone', code: 'custom', message: 'Debe ser una zona horaria de la IANA.' },
    ]);
    expect((await zone('en'))[0].message).toBe('It must be an IANA time zone.');
    const settings = { ...SETTINGS, defaultLanguage: 'es' };
    const { body } = await ask('/api/v1/settings', 'cs', settings);
    expect(body.errors[0].message).toBe('Výchozí jazyk není žádný z jazyků.');
  });
});
