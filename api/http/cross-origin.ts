import cors from 'cors';
import type { RequestHandler } from 'express';

/** Headers of an answer that a page of another origin may read. */
const EXPOSED = [
  'Content-Language',
  'ETag',
  'Idempotent-Replayed',
  'Location',
  'RateLimit',
  'RateLimit-Policy',
  'Retry-After',
  'X-Request-Id',
];

/**
 * Lets pages of the listed origins call the API with their session; every other origin is told nothing, so that the
 * browser refuses it. With an empty list no page but our own may call. Webhooks of carriers come from no page.
 */
export function crossOrigin(origins: readonly string[]): RequestHandler {
  const answer = cors({
    origin: [...origins],
    credentials: true,
    exposedHeaders: EXPOSED,
    maxAge: 600,
    optionsSuccessStatus: 204,
  });
  return (req, res, next) => {
    if (req.headers.origin !== undefined || req.method === 'OPTIONS') return answer(req, res, next);
    res.setHeader('Vary', 'Origin');
    next();
  };
}
