import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Pool } from 'pg';
import { createPool } from '../../db/pool.ts';
import { withOrg } from '../../db/tenant.ts';
import { hashPhone } from '../../providers/crypto/hash-phone.ts';
import { type TestDatabase, testDatabase } from '../harness/test-database.ts';
import type { ImportRun } from '../../activities/import/run-import.ts';

/** Everything the import tests need: a database with one organization and a folder of uploads. */
export interface ImportFixture {
  database: TestDatabase;
  pool: Pool;
  orgId: string;
  dataDir: string;
  /** A new call list of the organization; its id. */
  newList(): Promise<string>;
  /** Stores a file and its queued import; its id. */
  newImport(
    callListId: string,
    file: string | Buffer,
    over?: { source?: string; country?: string },
  ): Promise<string>;
  /** Rows of a query inside the organization. */
  rows<T extends object>(sql: string, values?: unknown[]): Promise<T[]>;
  /** A run of an import, with small blocks; `over` replaces parts. */
  run(importId: string, over?: Partial<ImportRun>): ImportRun;
  close(): Promise<void>;
}

async function insertOrganization(database: TestDatabase): Promise<string> {
  const owner = createPool(database.urls.owner, { max: 1 });
  const orgId = randomUUID();
  await withOrg(owner, orgId, (tx) =>
    tx.query(
      `INSERT INTO organization (id, ref, name, phone_hash_key, link_key) VALUES ($1, $2, 'Test', $3, $4)`,
      [orgId, `test-${orgId}`, randomBytes(32), randomBytes(32)],
    ),
  );
  await owner.end();
  return orgId;
}

/** Makes the fixture; call `close()` in afterAll. */
export async function importFixture(): Promise<ImportFixture> {
  const database = await testDatabase();
  const pool = createPool(database.urls.user, { max: 6 });
  const orgId = await insertOrganization(database);
  const dataDir = mkdtempSync(join(tmpdir(), 'evercall-import-'));
  const rows = <T extends object>(sql: string, values: unknown[] = []) =>
    withOrg(pool, orgId, async (tx) => (await tx.query<T>(sql, values)).rows);
  return {
    database,
    pool,
    orgId,
    dataDir,
    rows,
    async newList() {
      const [list] = await rows<{ id: string }>(
        `INSERT INTO call_list (org_id, name) VALUES ($1, uuidv7()::text) RETURNING id`,
        [orgId],
      );
      return list?.id ?? '';
    },
    async newImport(callListId, file, { source = 'own customers', country = 'US' } = {}) {
      const content = Buffer.from(file);
      const name = `${randomUUID()}.csv`;
      writeFileSync(join(dataDir, name), content);
      const digest = createHash('sha256').update(content).update(name).digest('hex');
      const [row] = await rows<{ id: string }>(
        `INSERT INTO contact_import
           (org_id, call_list_id, file_name, file_path, file_sha256, byte_size, source, default_country)
         VALUES ($1, $2, 'contacts.csv', $3, $4, $5, $6, $7) RETURNING id`,
        [orgId, callListId, name, digest, content.length, source, country],
      );
      return row?.id ?? '';
    },
    run: (importId, over = {}) => ({
      pool,
      orgId,
      importId,
      blockBytes: 150,
      hashPhone,
      pathOf: (filePath) => join(dataDir, filePath),
      onProgress: () => {},
      isRoundOver: () => false,
      killPoint: () => {},
      ...over,
    }),
    async close() {
      await pool.end();
      await database.drop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
