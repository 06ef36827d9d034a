import { CliFault } from '../cli-fault.ts';
import { findItem, type ListOperation } from '../client/all-pages.ts';
import type { ApiClient } from '../client/api-client.ts';

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

/** Whether a text is an id rather than a name or a file. */
export function isId(text: string): boolean {
  return UUID.test(text);
}

/** The id of what is named: an id as it is, else the newest thing of that name. Throws `CliFault` (4) when there is none. */
export async function idOf<T extends { id: string }, Q extends string>(
  api: ApiClient,
  operation: ListOperation<T, Q>,
  text: string,
  [what, nameOf]: readonly [what: string, nameOf: (item: T) => string],
): Promise<string> {
  if (isId(text)) return text;
  const found = await findItem(api, operation, (item) => nameOf(item) === text);
  if (!found) throw new CliFault(`There is no ${what} ${JSON.stringify(text)}.`, 4);
  return found.id;
}
