import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { errorMessage } from '../error-code.ts';
import { cacheDirectory } from '../layout.ts';
import { withLock } from '../lock-file.ts';
import { StackError } from '../stack-error.ts';

/** One way to get a program. `cannot` answers why it is out of the question here, before anything is tried. */
export interface Way {
  name: string;
  cannot(): string | undefined;
  obtain(): Promise<void>;
}

/** A program the stack needs: how it is found (absolute path) and, in this order, the ways to get it. */
export interface Obtainable {
  name: string;
  title: string;
  find(): string | undefined;
  ways: readonly Way[];
  mend: string;
}

const OBTAIN_DEADLINE_MS = 15 * 60_000;

/**
 * Path of the program, got by the first way that works when it is not there yet. Idempotent; a second caller waits
 * for the first. Throws StackError that says why each way failed.
 */
export async function makeReady(wanted: Obtainable, report: (line: string) => void): Promise<string> {
  const found = wanted.find();
  if (found !== undefined) return found;
  mkdirSync(cacheDirectory(), { recursive: true });
  const lock = { what: `the installation of ${wanted.title}`, deadlineMs: OBTAIN_DEADLINE_MS };
  return withLock(join(cacheDirectory(), `${wanted.name}.lock`), lock, () => tryWays(wanted, report));
}

async function tryWays(wanted: Obtainable, report: (line: string) => void): Promise<string> {
  const failures: string[] = [];
  for (const way of wanted.ways) {
    const present = wanted.find();
    if (present !== undefined) return present;
    const hindrance = way.cannot();
    if (hindrance === undefined) report(`${wanted.title}: ${way.name}`);
    try {
      if (hindrance === undefined) await way.obtain();
      const found = hindrance === undefined ? wanted.find() : undefined;
      if (found !== undefined) return found;
      failures.push(`${way.name}: ${hindrance ?? 'it left no program behind'}`);
    } catch (error) {
      failures.push(`${way.name}: ${errorMessage(error)}`);
      report(`${wanted.title}: that did not work (${errorMessage(error).slice(0, 160)})`);
    }
  }
  throw new StackError(`${wanted.title} is missing. Tried: ${failures.join('; ')}.`, wanted.mend);
}
