import type { Language } from '../http/language.ts';
import { type Html, html } from '../http/html.ts';

/** A page in one language. */
export interface Page {
  readonly language: Language;
  readonly title: string;
  readonly body: Html;
  /** Whether it holds the form of a mailed link. */
  readonly hasForm?: boolean;
}

const FORM_SCRIPT = html`
    <script type="module" src="/pages/mailed-link.js"></script>`;

/** The whole document of a page; style and script are files, so that the content policy needs no exception. */
export function pageHtml({ language, title, body, hasForm = false }: Page): string {
  return html`<!doctype html>
<html lang="${language}">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>${title} · Evercall</title>
    <link rel="icon" href="/pages/icon.svg" type="image/svg+xml">
    <link rel="stylesheet" href="/pages/page.css">${hasForm ? FORM_SCRIPT : ''}
  </head>
  <body>
    <main>
${body}
    </main>
  </body>
</html>
`.text;
}
