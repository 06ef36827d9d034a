import { ApiError } from './api-error.ts';

/** Moments of a filter, wall epoch ms; `toMs` is exclusive, and what was not asked is undefined. */
export interface Span {
  readonly fromMs: number | undefined;
  readonly toMs: number | undefined;
}

/** Reads `Name`, `Name>` and `Name<`. A day stands for all of it, a moment for its second; both bounds are inclusive. Throws ApiError 20001. */
export function readSpan(query: URLSearchParams, name: string): Span {
  const exact = readMoment(query.get(name));
  const from = readMoment(query.get(`${name}>`)) ?? exact;
  const to = readMoment(query.get(`${name}<`)) ?? exact;
  return { fromMs: from?.fromMs, toMs: to?.toMs };
}

function readMoment(text: string | null): { fromMs: number; toMs: number } | undefined {
  if (text === null || text === '') return undefined;
  const fromMs = Date.parse(text);
  if (Number.isNaN(fromMs)) throw new ApiError(20001, `${text} is not a date`);
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(text);
  return { fromMs, toMs: fromMs + (isDay ? 86_400_000 : 1_000) };
}
