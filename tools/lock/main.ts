import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { completeLock, parseLock } from './complete-lock.ts';

// `node tools/lock/main.ts`: adds the optional packages of other platforms to package-lock.json, so that `npm ci` takes it.

const path = join(import.meta.dirname, '..', '..', 'package-lock.json');
const { lock, added } = completeLock(parseLock(readFileSync(path, 'utf8')));
if (added.length > 0) writeFileSync(path, `${JSON.stringify(lock, null, 2)}\n`);
process.stdout.write(`${added.length} packages of other platforms added to package-lock.json\n`);
