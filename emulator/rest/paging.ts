import type { Carrier } from '../carrier.ts';
import type { ApiRequest } from './api.ts';
import { ApiError } from './api-error.ts';

const DEFAULT_PAGE_SIZE = 50;
const MAX_PAGE_SIZE = 1_000;

/**
 * One page of a list in the form the library follows (`next_page_uri`, `previous_page_uri`). Pages hang on the sid
 * they begin after or end before (`PageToken`), so that calls that arrive meanwhile shift nothing.
 */
export function pageOf<T extends { readonly sid: string }>(
  carrier: Carrier,
  request: ApiRequest,
  key: string,
  items: readonly T[],
  render: (item: T) => unknown,
): Readonly<Record<string, unknown>> {
  const size = Math.min(wholeNumber(request, 'PageSize', DEFAULT_PAGE_SIZE, 1), MAX_PAGE_SIZE);
  const page = wholeNumber(request, 'Page', 0, 0);
  const start = startOf(items, request.query.get('PageToken'), page, size);
  const shown = items.slice(start, start + size);
  const uri = (changes: Readonly<Record<string, string>>): string => {
    const query = new URLSearchParams(request.query);
    query.delete('PageToken');
    for (const [name, value] of Object.entries({ PageSize: String(size), ...changes }))
      query.set(name, value);
    return `${carrier.accountPath}/${request.path.split('/').slice(4).join('/')}?${query.toString()}`;
  };
  const isLast = start + size >= items.length;
  const next = uri({ Page: String(page + 1), PageToken: `PA${shown.at(-1)?.sid}` });
  const previous = uri({ Page: String(page - 1), PageToken: `PB${shown[0]?.sid}` });
  return {
    [key]: shown.map(render),
    end: start + shown.length - 1,
    first_page_uri: uri({ Page: '0' }),
    next_page_uri: isLast ? null : next,
    page,
    page_size: size,
    previous_page_uri: start === 0 || page === 0 ? null : previous,
    start,
    uri: uri({ Page: String(page) }),
  };
}

function startOf(
  items: readonly { sid: string }[],
  token: string | null,
  page: number,
  size: number,
): number {
  const index = token ? items.findIndex((item) => item.sid === token.slice(2)) : -1;
  if (index < 0) return page * size;
  return token?.startsWith('PA') ? index + 1 : Math.max(0, index - size);
}

function wholeNumber(request: ApiRequest, name: string, fallback: number, min: number): number {
  const text = request.query.get(name);
  if (text === null || text === '') return fallback;
  if (/^\d+$/.test(text) && Number(text) >= min) return Number(text);
  throw new ApiError(20001, `${name} is not valid`);
}
