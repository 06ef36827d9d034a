import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startReaper } from '../../tools/stack/reaper.ts';
import { untilLauncherIsGone } from '../../tools/stack/termination.ts';
import { beginTestRun, sweepCrashedRuns } from './test-run.ts';

/** Jest's global setup: cleans up after crashed runs and makes this run's directory. Starts no server: tests start what they use. */
export default async function globalSetup(): Promise<void> {
  const crashed = await sweepCrashedRuns();
  if (crashed.length > 0) console.warn(`Cleaned up after ${crashed.length} test run(s) that had crashed.`);
  const directory = beginTestRun();
  const script = join(dirname(fileURLToPath(import.meta.url)), 'end-test-run.ts');
  startReaper(script, [directory]);
  void untilLauncherIsGone().then(() => process.exit(1));
}
