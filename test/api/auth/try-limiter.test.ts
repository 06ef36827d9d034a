import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Pool } from 'pg';
import { createTokenKeyRing } from '../../../api/auth/token-keys.ts';
import { createTryLimiter, type TryLimiter } from '../../../api/auth/try-limiter.ts';
import { createPool } from '../../../db/pool.ts';
import { testDatabase, type TestDatabase } from '../../harness/test-database.ts';

const keys = createTokenKeyRing({ current: Buffer.alloc(32, 1) });
const throttled = { code: 'auth.throttled' };
let database: TestDatabase;
let pool: Pool;
let limiter: TryLimiter;

beforeAll(async () => {
  database = await testDatabase();
  pool = createPool(database.urls.user, { max: 10 });
  limiter = createTryLimiter(pool, keys);
}, 60_000);
afterAll(async () => {
  await pool.end();
  await database.drop();
});

const tryLogin = (address: string, account: string, by = limiter) => by.begin('login', { address, account });

/** Ends every wait, as time would. */
const endWaits = () => pool.query('UPDATE login_backoff SET blocked_until = clock_timestamp()');

async function waitOf(attempt: Promise<void>): Promise<number> {
  const error: { retryAfterMs: number } = await attempt.then(
    () => Promise.reject(new Error('was let through')),
    (thrown) => thrown,
  );
  return Math.round(error.retryAfterMs / 1000);
}

describe('the limiter of tries', () => {
  it('counts the tries of all processes together, whatever the case of the address', async () => {
    const other = createTryLimiter(pool, keys);
    for (let tries = 0; tries < 3; tries += 1) await tryLogin('192.0.2.1', 'ada@example.test');
    for (let tries = 0; tries < 2; tries += 1) await tryLogin('192.0.2.1', 'Ada@example.test', other);
    await expect(tryLogin('192.0.2.1', 'ada@example.test', other)).rejects.toMatchObject(throttled);
    await tryLogin('192.0.2.2', 'ada@example.test');
  });

  it('counts tries that are sent all at once', async () => {
    const tries = Array.from({ length: 20 }, () => tryLogin('192.0.2.3', 'burst@example.test'));
    const ends = await Promise.allSettled(tries);
    expect(ends.filter(({ status }) => status === 'fulfilled')).toHaveLength(5);
  });

  it('makes each further try wait twice as long, up to a limit', async () => {
    for (let tries = 0; tries < 5; tries += 1) await tryLogin('192.0.2.4', 'wait@example.test');
    const waits: number[] = [];
    for (let round = 0; round < 6; round += 1) {
      waits.push(await waitOf(tryLogin('192.0.2.4', 'wait@example.test')));
      await endWaits();
      await tryLogin('192.0.2.4', 'wait@example.test');
    }
    expect(waits).toEqual([60, 120, 240, 480, 900, 900]);
  });

  it('counts an address across accounts, an account across addresses, an IPv6 network as one', async () => {
    for (let tries = 0; tries < 50; tries += 1) await tryLogin('192.0.2.5', `account${tries}@example.test`);
    await expect(tryLogin('192.0.2.5', 'new@example.test')).rejects.toMatchObject(throttled);
    for (let tries = 0; tries < 25; tries += 1) await tryLogin(`198.51.100.${tries}`, 'known@example.test');
    await expect(tryLogin('203.0.113.1', 'known@example.test')).rejects.toMatchObject(throttled);
    for (let tries = 0; tries < 50; tries += 1)
      await tryLogin(`2001:db8:1:2::${tries.toString(16)}`, `v6-${tries}@example.test`);
    await expect(tryLogin('2001:db8:1:2:ffff:1:2:3', 'x@example.test')).rejects.toMatchObject(throttled);
    await tryLogin('2001:db8:1:3::1', 'x@example.test');
    await expect(tryLogin('::ffff:192.0.2.5', 'y@example.test')).rejects.toMatchObject(throttled);
  });

  it('forgets a try that was right', async () => {
    const trier = { address: '192.0.2.6', account: 'right@example.test' };
    for (let logins = 0; logins < 60; logins += 1) {
      await limiter.begin('login', trier);
      await limiter.succeed('login', trier);
    }
  });

  it('lets a right password end the wait that it began itself', async () => {
    const trier = { address: '192.0.2.7', account: 'fifth@example.test' };
    for (let tries = 0; tries < 5; tries += 1) await limiter.begin('login', trier);
    await limiter.succeed('login', trier);
    await limiter.begin('login', trier);
  });

  it('begins afresh when the window is over', async () => {
    for (let tries = 0; tries < 4; tries += 1) await tryLogin('192.0.2.8', 'slow@example.test');
    await pool.query(`UPDATE login_backoff SET updated_at = updated_at - interval '2 hours'`);
    for (let tries = 0; tries < 4; tries += 1) await tryLogin('192.0.2.8', 'slow@example.test');
  });

  it('counts each purpose for itself and stores no address', async () => {
    for (let tries = 0; tries < 5; tries += 1) await tryLogin('192.0.2.9', 'apart@example.test');
    await limiter.begin('reset', { address: '192.0.2.9', account: 'apart@example.test' });
    const { rows } = await pool.query<{ key: string }>('SELECT key FROM login_backoff');
    const text = JSON.stringify(rows);
    expect(text).not.toMatch(/@|192\.0\.2|2001:db8/);
    expect(rows.length).toBeGreaterThan(100);
  });
});
