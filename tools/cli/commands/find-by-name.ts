import { CliFault } from '../cli-fault.ts';
import { findItem, type ListOperation } from '../client/all-pages.ts';
import type { ApiClient } from '../client/api-client.ts';

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

/** Whether a text is an id rather than a name or a file. */
export function isId(text: string): boolean {
  return UUID.test(text);
}

/** The thing that is named by its id, else the newest one of that name. Throws `CliFault` (4) when there is none. */
export async function itemOf<T extends { id: string }, Q extends string>(
  api: ApiClient,
  operation: ListOperation<T, Q>,
  text: string,
  [what, nameOf]: readonly [what: string, nameOf: (item: T) => string],
): Promise<T> {
  const found = await findItem(api, operation, (item) =>
    isId(text) ? item.id === text.toLowerCase() : nameOf(item) === text,
  );
  if (!found) throw new CliFault(`There is no ${what} ${JSON.stringify(text)}.`, 4);
  return found;
}

/** The id of what is named: an id as it is, else as `itemOf`. Throws `CliFault` (4) when there is none. */
export async function idOf<T extends { id: string }, Q extends string>(
  api: ApiClient,
  operation: ListOperation<T, Q>,
  text: string,
  named: readonly [what: string, nameOf: (item: T) => string],
): Promise<string> {
  return isId(text) ? text : (await itemOf(api, operation, text, named)).id;
}
