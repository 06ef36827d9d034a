import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { findOnPath } from '../parts/executables.ts';
import { findTemporal, temporalCacheDirectory } from '../parts/temporal.ts';
import type { Obtainable, Way } from './make-ready.ts';
import { runCommand } from './run-command.ts';
import { downloadBySdk } from './sdk-download.ts';

// Later versions have a `replace` directive, which `go install` refuses.
const CLI_MODULE = 'github.com/temporalio/cli/cmd/temporal@v1.5.1';

const downloadWay: Way = {
  name: "the Temporal SDK's own download",
  cannot: () => undefined,
  obtain: () => downloadBySdk('createLocal', join(temporalCacheDirectory(), 'sdk')),
};

const goWay: Way = {
  name: `go install ${CLI_MODULE} (some 3 minutes, once)`,
  cannot: () => (findOnPath('go') === undefined ? 'there is no Go' : undefined),
  async obtain() {
    const bin = join(temporalCacheDirectory(), 'bin');
    mkdirSync(bin, { recursive: true });
    await runCommand('go', ['install', CLI_MODULE], { deadlineMs: 12 * 60_000, env: { GOBIN: bin } });
  },
};

/** The `temporal` program with its development server: on PATH, else downloaded, else built with Go. */
export const temporalProgram: Obtainable = {
  name: 'temporal',
  title: 'Temporal',
  find: findTemporal,
  ways: [downloadWay, goWay],
  mend: 'install Go 1.25 or later (https://go.dev/dl), or set TEMPORAL_ADDRESS to a Temporal of your own',
};
