import { ERROR_CODES, type ErrorCode } from '../../contracts/codes.ts';
import { type Html, html } from '../http/html.ts';
import { statusOf } from '../http/problem.ts';
import { ALL_CODES, KIND_MEANING, retryAdvice } from './error-pages.ts';

/** The page of one code as HTML: what the `type` of a problem opens in a browser. */
export function errorPageHtml(code: ErrorCode): string {
  const { title, help, kind } = ERROR_CODES[code];
  return page(
    code,
    html`<h1><code>${code}</code></h1>
<p>${title}</p>
<dl>
<dt>HTTP status</dt><dd>${statusOf(code)}</dd>
<dt>Kind</dt><dd><code>${kind}</code>: ${KIND_MEANING[kind]}</dd>
<dt>Again?</dt><dd>${retryAdvice(code)}</dd>
<dt>What to do</dt><dd>${help}</dd>
</dl>
<p><a href="/docs/errors">All error codes</a> · <a href="/docs">API reference</a></p>`,
  );
}

/** The list of all codes as HTML. */
export function errorIndexHtml(): string {
  const items = ALL_CODES.map(
    (code) =>
      html`<li><a href="/docs/errors/${code}"><code>${code}</code></a> (${statusOf(code)}) ${ERROR_CODES[code].title}</li>`,
  );
  return page(
    'Error codes',
    html`<h1>Error codes</h1>
<ul>
${items}
</ul>`,
  );
}

function page(title: string, body: Html): string {
  return html`<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title}</title></head>
<body>
${body}
</body>
</html>
`.text;
}
