import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { requireDiskSpace } from '../../tools/stack/disk-space.ts';
import { externalServers } from '../../tools/stack/external-servers.ts';
import { makeDirectories } from '../../tools/stack/layout.ts';
import { clearStalePostmaster, initialiseCluster } from '../../tools/stack/parts/postgres-cluster.ts';
import { startMarkOf } from '../../tools/stack/process-identity.ts';
import { loadSecrets } from '../../tools/stack/secrets.ts';
import { explain } from '../../tools/stack/stack-error.ts';
import { requireFreePorts } from '../../tools/stack/stack-ports.ts';
import { throwawayState } from './stack-process.ts';

async function refusal(work: () => unknown): Promise<string> {
  try {
    await work();
  } catch (error) {
    return explain(error);
  }
  throw new Error('It was not refused.');
}

/** A reason in one sentence, then the mend: two lines, the second with a command. */
function expectTwoLines(text: string): void {
  expect(text.split('\n')).toEqual([
    expect.stringMatching(/^[A-Z/][^\n]*\.$/),
    expect.stringMatching(/^ {2}To mend it: \S/),
  ]);
}

describe('one clear sentence and one mend', () => {
  let state: ReturnType<typeof throwawayState>;
  beforeEach(() => {
    state = throwawayState();
    makeDirectories(state.layout);
  });
  afterEach(() => state.remove());

  it('for a port that is taken, naming who holds it', async () => {
    const server = createServer();
    const port = await new Promise<number>((resolve) => {
      server.listen(0, '127.0.0.1', () => {
        const address = server.address();
        resolve(typeof address === 'object' && address !== null ? address.port : 0);
      });
    });
    try {
      const text = await refusal(() => requireFreePorts([{ part: 'temporal', port }]));
      expectTwoLines(text);
      expect(text).toContain(`${port} for temporal`);
      expect(text).toContain(`pid ${process.pid}`);
      expect(text).toContain('--ports auto');
    } finally {
      server.close();
    }
  });

  it('for a data directory of another PostgreSQL, which it leaves as it is', async () => {
    const { postgres } = state.layout;
    mkdirSync(postgres);
    writeFileSync(join(postgres, 'PG_VERSION'), '16\n');
    const text = await refusal(() => initialiseCluster(postgres, 'x'));
    expectTwoLines(text);
    expect(text).toContain('made by PostgreSQL 16, and this is PostgreSQL 18');
    expect(text).toContain(`mv ${postgres} `);
  });

  it('for a full disk', async () => {
    const text = await refusal(() => requireDiskSpace(state.layout.stateDir, Number.MAX_SAFE_INTEGER));
    expectTwoLines(text);
    expect(text).toContain('The disk is full');
  });

  it('for an error of the system that means a full disk', () => {
    expectTwoLines(explain(Object.assign(new Error('write'), { code: 'ENOSPC' })));
  });

  it('for damaged secrets', async () => {
    writeFileSync(state.layout.secretsFile, '{');
    expectTwoLines(await refusal(() => loadSecrets(state.layout)));
  });

  it('for a database of one’s own that is named by half', async () => {
    const text = await refusal(() =>
      externalServers({ DATABASE_URL: 'postgresql://app_user@127.0.0.1/evercall' }),
    );
    expectTwoLines(text);
  });

  it('but removes the lock file of a dead postmaster whose pid another program has now, and spares that', async () => {
    const lockFile = join(state.layout.stateDir, 'postmaster.pid');
    writeFileSync(lockFile, `${process.pid}\n`);
    await clearStalePostmaster(state.layout.stateDir, undefined);
    expect(startMarkOf(process.pid)).toBeDefined();
    await expect(import('node:fs').then(({ existsSync }) => existsSync(lockFile))).resolves.toBe(false);
  });
});
