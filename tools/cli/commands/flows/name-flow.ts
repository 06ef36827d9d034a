import type { ApiClient } from '../../client/api-client.ts';
import { API } from '../../client/operations.ts';
import type { ThingArgument } from '../../view/thing-argument.ts';
import { idOf } from '../find-by-name.ts';

/** The id of a flow by its name or id. Throws `CliFault` (4) when there is none. */
export function flowIdOf(api: ApiClient, typed: string): Promise<string> {
  return idOf(api, API.listFlows, typed, ['flow', ({ name }) => name]);
}

/** Names a flow by name or id. */
export const FLOW: ThingArgument = { name: 'flow', description: 'by name or id', idOf: flowIdOf };
