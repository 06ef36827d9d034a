import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Pool } from 'pg';
import { createPool } from '../../db/pool.ts';
import { purgeExpired } from '../../db/purge-expired.ts';
import { withOrg } from '../../db/tenant.ts';
import { type TestDatabase, testDatabase } from '../harness/test-database.ts';

let database: TestDatabase;
let pool: Pool;
let system: Pool;
beforeAll(async () => {
  database = await testDatabase();
  pool = createPool(database.urls.user, { max: 2 });
  system = createPool(database.urls.system, { max: 2 });
}, 120_000);
afterAll(async () => {
  await Promise.all([pool.end(), system.end()]);
  await database.drop();
});

it('deletes what was sent long ago, and keeps what was not sent or is young', async () => {
  const orgId = randomUUID();
  const owner = createPool(database.urls.owner, { max: 1 });
  await withOrg(owner, orgId, (tx) =>
    tx.query(
      `INSERT INTO outbox (org_id, kind, key, payload, sent_at)
       SELECT $1, 'call_ended', key, '{}', sent_at FROM (VALUES
         ('old', clock_timestamp() - interval '8 days'), ('young', clock_timestamp()), ('unsent', NULL)) AS v(key, sent_at)`,
      [orgId],
    ),
  );
  await owner.end();
  expect(await purgeExpired(system)).toContainEqual({ table: 'outbox', rows: 1 });
  const { rows } = await withOrg(pool, orgId, (tx) =>
    tx.query<{ key: string }>('SELECT key FROM outbox ORDER BY key'),
  );
  expect(rows.map(({ key }) => key)).toEqual(['unsent', 'young']);
});
