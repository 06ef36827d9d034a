import type { Command } from 'commander';
import type { ApiClient } from '../client/api-client.ts';

/** The argument that names one thing of the API. */
export interface ThingArgument {
  readonly name: string;
  readonly description: string;
  /** Its id, by what was typed; what was typed is the id when this is left out. */
  readonly idOf?: (api: ApiClient, typed: string) => Promise<string>;
  /** The id when nothing was typed; it must be typed when this is left out. */
  readonly usualId?: (api: ApiClient) => Promise<string>;
}

/** Declares the argument on a command. */
export function declareThing(command: Command, { name, description, usualId }: ThingArgument): Command {
  return command.argument(usualId ? `[${name}]` : `<${name}>`, description);
}

/** The id that is meant by what was typed. Throws `CliFault` (4) where there is no such thing. */
export async function thingId(
  api: ApiClient,
  { idOf, usualId }: ThingArgument,
  typed: string | undefined,
): Promise<string> {
  if (typed === undefined) return (await usualId?.(api)) ?? '';
  return idOf ? idOf(api, typed) : typed;
}
