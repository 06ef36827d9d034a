import { readFileSync } from 'node:fs';

/** A flow or a suite of the examples. */
export function example(file: `${string}.flow.json` | `${string}.suite.json`): Record<string, unknown> {
  return JSON.parse(readFileSync(new URL(`../../../examples/flows/${file}`, import.meta.url), 'utf8'));
}
