import { existsSync } from 'node:fs';
import { endTestRun } from './test-run.ts';

// Run by the watcher when jest is gone: `node end-test-run.ts DIRECTORY`.
const directory = process.argv[2];
if (directory !== undefined && existsSync(directory)) await endTestRun(directory);
