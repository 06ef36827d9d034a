import { ALL_CODES, errorIndexMarkdown, errorPageMarkdown } from '../../api/docs/error-pages.ts';
import { ENDPOINTS } from '../../api/endpoints.ts';
import { createOpenApi } from '../../api/openapi.ts';
import { webhookGuide } from './webhook-guide.ts';

/** Every generated document by its path in the repository; a test compares them with what is committed. */
export function generatedDocs(): Map<string, string> {
  return new Map([
    ['docs/openapi.json', `${JSON.stringify(createOpenApi(ENDPOINTS), null, 2)}\n`],
    ['docs/guide/webhooks.md', webhookGuide()],
    ['docs/errors/README.md', errorIndexMarkdown()],
    ...ALL_CODES.map((code) => [`docs/errors/${code}.md`, errorPageMarkdown(code)] as const),
  ]);
}
