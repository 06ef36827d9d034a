import { existsSync, writeFileSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';

// Preloaded into processes under proof (NODE_OPTIONS=--import): the first life of a process has its kill point, the
// next ones do not, or a process that is brought back would die for ever. KILL_MARK is a file for each process.

const { KILL, KILL_MARK } = process.env;
if (KILL && KILL_MARK && isMainThread) {
  if (existsSync(KILL_MARK)) delete process.env.KILL;
  else writeFileSync(KILL_MARK, String(process.pid));
}
