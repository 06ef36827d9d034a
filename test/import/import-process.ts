import { join } from 'node:path';
import { createPool } from '../../db/pool.ts';
import { hashPhone } from '../../providers/crypto/hash-phone.ts';
import { createKillPoint } from '../../runtime/kill-point.ts';
import { runImport } from '../../activities/import/run-import.ts';

// A process that the tests kill: `node import-process.ts ORG IMPORT DATA_DIR` with DATABASE_URL and KILL.
const [, , orgId = '', importId = '', dataDir = ''] = process.argv;
const pool = createPool(process.env['DATABASE_URL'] ?? '', { max: 2 });
await runImport({
  pool,
  orgId,
  importId,
  blockBytes: 150,
  hashPhone,
  pathOf: (filePath) => join(dataDir, filePath),
  onProgress: () => {},
  isRoundOver: () => false,
  killPoint: createKillPoint(process.env),
});
await pool.end();
