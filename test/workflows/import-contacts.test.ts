import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { WorkflowHandle } from '@temporalio/client';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { Worker } from '@temporalio/worker';
import type { ImportActivities, ImportRound } from '../../activities/import/import.activities.ts';
import { importWorkflowId } from '../../contracts/names.ts';
import { importProgressQuery } from '../../workflows/import-contacts/import-contacts.messages.ts';
import type { importContacts } from '../../workflows/import-contacts/import-contacts.workflow.ts';
import { timeSkippingEnvironment } from '../harness/time-skipping.ts';
import { workflowBundle } from './workflow-bundle.ts';
import { quietRuntime } from './quiet-runtime.ts';

let env: TestWorkflowEnvironment;
beforeAll(async () => {
  quietRuntime();
  [env] = await Promise.all([timeSkippingEnvironment(), workflowBundle()]);
}, 120_000);
afterAll(() => env?.teardown());

function round(over: Partial<ImportRound>): ImportRound {
  return {
    state: 'running',
    errorCode: null,
    byteOffset: 0,
    accepted: 0,
    rejected: 0,
    duplicates: 0,
    suppressed: 0,
    ...over,
  };
}

/** Runs one import whose rounds end as `importRound` says. */
async function withImport<T>(
  importRound: ImportActivities['importRound'],
  work: (
    handle: WorkflowHandle<typeof importContacts>,
    ref: { orgId: string; importId: string },
  ) => Promise<T>,
): Promise<T> {
  const taskQueue = `import-${randomUUID()}`;
  const worker = await Worker.create({
    connection: env.nativeConnection,
    taskQueue,
    workflowBundle: await workflowBundle(),
    activities: { importRound },
  });
  return worker.runUntil(async () => {
    const ref = { orgId: randomUUID(), importId: randomUUID() };
    const handle = await env.client.workflow.start<typeof importContacts>('importContacts', {
      workflowId: importWorkflowId(ref.importId),
      taskQueue,
      args: [ref],
    });
    return work(handle, ref);
  });
}

describe('importContacts', () => {
  it('goes round by round until the file is in, and tells how far it is', async () => {
    const rounds = [
      round({ byteOffset: 10, accepted: 4 }),
      round({ byteOffset: 20, accepted: 7, rejected: 1 }),
      round({ state: 'completed', byteOffset: 25, accepted: 9, rejected: 2, duplicates: 1, suppressed: 1 }),
    ];
    const asked: unknown[] = [];
    await withImport(
      async (ref) => {
        asked.push(ref);
        return rounds[asked.length - 1] ?? round({});
      },
      async (handle, ref) => {
        expect(await handle.result()).toEqual(rounds[2]);
        expect(await handle.query(importProgressQuery)).toEqual(rounds[2]);
        expect(asked).toEqual([ref, ref, ref]);
      },
    );
  });

  it('goes on after a round that failed', async () => {
    let calls = 0;
    const done = round({ state: 'completed', accepted: 1 });
    await withImport(
      async () => {
        if (++calls < 3) throw new Error('The database is away.');
        return done;
      },
      async (handle) => expect(await handle.result()).toEqual(done),
    );
    expect(calls).toBe(3);
  });

  it('ends with the code of a file that was refused', async () => {
    const refused = round({ state: 'failed', errorCode: 'import.header_not_valid' });
    await withImport(
      async () => refused,
      async (handle) => expect(await handle.result()).toEqual(refused),
    );
  });
});
