import { existsSync } from 'node:fs';
import { layoutOf } from './layout.ts';
import { launcherLockFile } from './launcher-lock.ts';
import { endRecordedProcesses, noteCrash } from './leftovers.ts';
import { tryLock } from './lock-file.ts';

// Run by the watcher of a launcher that is gone: `node reap.ts STATE_DIR`.
const layout = layoutOf(process.argv[2]);
// When somebody holds the lock, a new start is there already and cleans up itself.
const release = existsSync(layout.stateDir)
  ? tryLock(launcherLockFile(layout), 'the clean-up after a crash')
  : undefined;
if (release !== undefined) {
  const ended = await endRecordedProcesses(layout);
  if (ended.length > 0) noteCrash(layout, ended);
  release();
}
