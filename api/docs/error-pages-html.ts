import { ERROR_CODES, type ErrorCode } from '../../contracts/codes.ts';
import { statusOf } from '../http/problem.ts';
import { ALL_CODES, KIND_MEANING, retryAdvice } from './error-pages.ts';

/** The page of one code as HTML: what the `type` of a problem opens in a browser. */
export function errorPageHtml(code: ErrorCode): string {
  const { title, help, kind } = ERROR_CODES[code];
  return page(
    code,
    `<h1><code>${escape(code)}</code></h1>
<p>${escape(title)}</p>
<dl>
<dt>HTTP status</dt><dd>${statusOf(code)}</dd>
<dt>Kind</dt><dd><code>${kind}</code>: ${escape(KIND_MEANING[kind])}</dd>
<dt>Again?</dt><dd>${escape(retryAdvice(code))}</dd>
<dt>What to do</dt><dd>${escape(help)}</dd>
</dl>
<p><a href="/docs/errors">All error codes</a> · <a href="/docs">API reference</a></p>`,
  );
}

/** The list of all codes as HTML. */
export function errorIndexHtml(): string {
  const items = ALL_CODES.map(
    (code) =>
      `<li><a href="/docs/errors/${code}"><code>${code}</code></a> (${statusOf(code)}) ${escape(ERROR_CODES[code].title)}</li>`,
  );
  return page('Error codes', `<h1>Error codes</h1>\n<ul>\n${items.join('\n')}\n</ul>`);
}

function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${escape(title)}</title></head>
<body>
${body}
</body>
</html>
`;
}

function escape(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
