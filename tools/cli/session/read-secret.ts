import type { CliContext } from '../cli-command.types.ts';
import { CliFault } from '../cli-fault.ts';

/**
 * A secret as somebody types it, or, with `isPiped`, all of the standard input without its last line feed: never an
 * argument, which other people of the machine could read. `option` is what asks for the pipe. Throws `CliFault` where
 * there is nobody to ask, or nothing was given.
 */
export async function readSecret(
  { askSecret, readInput }: CliContext,
  { what, isPiped, option }: { what: string; isPiped: boolean; option: string },
): Promise<string> {
  if (!isPiped && askSecret === null)
    throw new CliFault(`There is no terminal to ask the ${what} at; give it with ${option}.`);
  const secret =
    isPiped || askSecret === null
      ? (await readInput()).replace(/\r?\n$/, '')
      : await askSecret(`${what.replace(/^\p{Ll}/u, (first) => first.toUpperCase())}: `);
  if (secret === '') throw new CliFault(`No ${what} was given.`);
  return secret;
}
