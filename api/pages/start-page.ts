import type { Language } from '../http/language.ts';
import { html } from '../http/html.ts';
import { pageHtml } from './page-html.ts';
import { PAGE_TEXTS } from './page-texts.ts';

/** What answers at the API's own address: what this is, and where its description is. */
export function startPage(language: Language): string {
  const { title, what, noConsole, reference } = PAGE_TEXTS[language].start;
  return pageHtml({
    language,
    title,
    body: html`      <h1>Evercall</h1>
      <p>${what}</p>
      <p>${noConsole}</p>
      <p><a href="/docs">${reference}</a></p>`,
  });
}
