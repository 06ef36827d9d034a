import { readFileSync } from 'node:fs';
import express, { type Response, type Router } from 'express';
import { AppError } from '../../domain/errors.ts';
import { type Language, languageOf } from '../http/language.ts';
import { MAILED_LINK_PAGES, mailedLinkPage } from './mailed-link-page.ts';
import { startPage } from './start-page.ts';

const FILES = ['page.css', 'mailed-link.js', 'icon.svg'] as const;

/**
 * Stricter than the policy of `/docs`: no inline style either, no text becomes a script, and a form is sent by our script
 * or not at all, so that no password ever stands in an address. Source: Content Security Policy Level 3; Trusted Types.
 */
const HEADERS = {
  'Cache-Control': 'no-store',
  'Content-Security-Policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join(';'),
  'X-Frame-Options': 'DENY',
} as const;

/** The pages for people: what the API's own address says, and those that mailed links lead to. */
export function pagesRoutes(publicUrl: string): Router {
  const router = express.Router({ caseSensitive: true });
  const serve = (path: string, answer: (res: Response, language: Language) => void) => {
    router.get(path, (req, res) => answer(res.set(HEADERS), languageOf(req)));
    router.all(path, (_req, res) => {
      res.setHeader('Allow', 'GET, HEAD');
      throw new AppError({ code: 'request.method_not_allowed' });
    });
  };
  const servePage = (path: string, page: (language: Language) => string) =>
    serve(path, (res, language) => {
      res.vary('Accept-Language').set('Content-Language', language).type('html').send(page(language));
    });

  servePage('/', startPage);
  for (const [path, page] of Object.entries(MAILED_LINK_PAGES))
    servePage(`/${path}`, (language) => mailedLinkPage(page, language, publicUrl));
  for (const file of FILES) {
    const bytes = readFileSync(new URL(`files/${file}`, import.meta.url));
    serve(`/pages/${file}`, (res) => void res.type(file).send(bytes));
  }
  return router;
}
