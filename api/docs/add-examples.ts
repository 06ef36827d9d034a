import { type DocumentedSchema, exampleOf, type NamedSchemas } from './examples.ts';

interface MediaType {
  readonly schema?: DocumentedSchema;
  example?: unknown;
  examples?: unknown;
}

type Content = Readonly<Record<string, MediaType>>;

/** Requests of which only one of several members may be there. */
const REQUESTS: Readonly<Record<string, unknown>> = {
  createCallback: { number: '+12125550123', phoneNumberId: '019c7a3e-5b1c-7d2e-9f40-1a2b3c4d5e6f' },
  importContacts: { listName: 'Spring reminders', source: 'crm', defaultCountry: 'US' },
  testFlow: { case: { name: 'A caller presses 1', inputs: [{ keys: '1' }] } },
};

interface Operation {
  readonly operationId?: string;
  readonly requestBody?: { readonly content?: Content };
  readonly responses?: Readonly<Record<string, { readonly content?: Content }>>;
}

/** An OpenAPI document, as far as examples are added to it. */
export interface Exemplified {
  readonly paths?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly components?: { readonly schemas?: unknown };
}

/** Gives every body of a document an example that has none. EFFECT: changes the document. */
export function addExamples(document: Exemplified): void {
  const named = (document.components?.schemas ?? {}) as NamedSchemas;
  for (const operation of Object.values(document.paths ?? {}).flatMap((path) => Object.values(path))) {
    const { operationId = '', requestBody, responses = {} } = operation as Operation;
    for (const media of Object.values(requestBody?.content ?? {}))
      if (Object.hasOwn(REQUESTS, operationId)) media.example = REQUESTS[operationId];
    for (const content of [requestBody?.content, ...Object.values(responses).map((one) => one.content)]) {
      for (const media of Object.values(content ?? {})) {
        if (media.schema && media.examples === undefined) media.example ??= exampleOf(media.schema, named);
      }
    }
  }
}
