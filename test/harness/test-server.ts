import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Layout } from '../../tools/stack/layout.ts';
import { withLock } from '../../tools/stack/lock-file.ts';
import type { Part } from '../../tools/stack/part.ts';
import { isRunning, readRecord } from '../../tools/stack/process-record.ts';
import { SupervisedPart } from '../../tools/stack/supervised-part.ts';
import { freePort } from '../../tools/stack/ports.ts';
import { testLayout } from './test-run.ts';

function recordedPort(file: string): number | undefined {
  try {
    return Number(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

/**
 * The port of a server shared by all test files of this run. The first to ask starts it, on a free port, in
 * memory or a throwaway directory; the others wait for that. Global teardown ends it.
 */
export async function testServer(
  name: string,
  makePart: (options: { layout: Layout; port: number }) => Part,
  prepareOnce?: (port: number) => Promise<void>,
): Promise<number> {
  const layout = testLayout();
  const portFile = join(layout.stateDir, `${name}.port`);
  const lock = { what: `the start of ${name} for tests`, deadlineMs: 120_000 };
  return withLock(join(layout.stateDir, `${name}.lock`), lock, async () => {
    const record = readRecord(layout, name);
    const started = recordedPort(portFile);
    if (record !== undefined && started !== undefined && isRunning(record)) return started;
    const port = await freePort();
    const quiet = { restart: false, holdStdin: false, report: () => undefined };
    await new SupervisedPart(makePart({ layout, port }), layout, quiet).start();
    await prepareOnce?.(port);
    writeFileSync(portFile, String(port));
    return port;
  });
}
