import express, { type Router } from 'express';
import getAbsoluteFSPath from 'swagger-ui-dist/absolute-path.js';
import { ERROR_CODES, type ErrorCode } from '../../contracts/codes.ts';
import { AppError } from '../../domain/errors.ts';
import type { Endpoint } from '../endpoint.ts';
import { createOpenApi } from '../openapi.ts';
import { errorIndexHtml, errorPageHtml } from './error-pages-html.ts';
import { errorIndexMarkdown, errorPageMarkdown } from './error-pages.ts';
import { REFERENCE_HTML, REFERENCE_SCRIPT } from './reference-page.ts';

const ASSETS = ['swagger-ui.css', 'swagger-ui-bundle.js', 'favicon-32x32.png'] as const;
const ONE_DAY = 'public, max-age=86400';

/** The public pages: API reference, OpenAPI document, one page per error code. No file comes from another host. */
export function docsRoutes(endpoints: readonly Endpoint[]): Router {
  const router = express.Router();
  // Made when it is first asked for: it takes as long as the rest of the start.
  let openapi: string | undefined;

  router.get('/openapi.json', (_req, res) => {
    openapi ??= JSON.stringify(createOpenApi(endpoints));
    res.type('application/json').send(openapi);
  });
  router.get('/docs', (_req, res) => void res.type('html').send(REFERENCE_HTML));
  router.get(
    '/docs/assets/reference.js',
    (_req, res) => void res.type('text/javascript').send(REFERENCE_SCRIPT),
  );
  for (const asset of ASSETS) {
    router.get(`/docs/assets/${asset}`, (_req, res) => {
      res.sendFile(asset, { root: getAbsoluteFSPath(), headers: { 'Cache-Control': ONE_DAY } });
    });
  }
  router.get('/docs/errors', (_req, res) => {
    res.format({
      html: () => res.send(errorIndexHtml()),
      'text/markdown': () => res.send(errorIndexMarkdown()),
    });
  });
  router.get('/docs/errors/:code', (req, res) => {
    const code = req.params.code.replace(/\.md$/, '');
    if (!isErrorCode(code)) throw new AppError({ code: 'request.not_found' });
    res.format({
      html: () => res.send(errorPageHtml(code)),
      'text/markdown': () => res.send(errorPageMarkdown(code)),
    });
  });
  return router;
}

function isErrorCode(text: string): text is ErrorCode {
  return Object.hasOwn(ERROR_CODES, text);
}
