import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Redis } from 'ioredis';
import { createLoginLimiter } from '../../../api/auth/login-limiter.ts';
import { createOptionalRedis } from '../../../runtime/compose-api.ts';
import { testRedis } from '../../harness/test-redis.ts';

let redis: Redis;
beforeAll(async () => {
  redis = createOptionalRedis((await testRedis()).url);
  await new Promise((resolve) => redis.once('ready', resolve));
}, 60_000);
afterAll(() => redis.disconnect());

const throttled = { code: 'auth.throttled' };

describe('the login limiter', () => {
  it('counts the tries of all processes together', async () => {
    const [one, two] = [createLoginLimiter(redis), createLoginLimiter(redis)];
    for (let tries = 0; tries < 3; tries += 1) await one.begin('192.0.2.1', 'shared@example.test');
    for (let tries = 0; tries < 2; tries += 1) await two.begin('192.0.2.1', 'Shared@example.test');
    await expect(two.begin('192.0.2.1', 'shared@example.test')).rejects.toMatchObject(throttled);
    await one.begin('192.0.2.2', 'shared@example.test');
  });

  it('counts guesses that are sent all at once', async () => {
    const limiter = createLoginLimiter(redis);
    const tries = Array.from({ length: 20 }, () => limiter.begin('192.0.2.3', 'burst@example.test'));
    const ends = await Promise.allSettled(tries);
    expect(ends.filter(({ status }) => status === 'fulfilled')).toHaveLength(5);
  });

  it('holds in each process when Redis is emptied or gone', async () => {
    const emptied = createLoginLimiter(redis);
    for (let tries = 0; tries < 5; tries += 1) await emptied.begin('192.0.2.4', 'a@example.test');
    await redis.flushdb();
    await expect(emptied.begin('192.0.2.4', 'a@example.test')).rejects.toMatchObject(throttled);
    const away = createOptionalRedis('redis://127.0.0.1:1');
    const alone = createLoginLimiter(away);
    for (let tries = 0; tries < 5; tries += 1) await alone.begin('192.0.2.5', 'b@example.test');
    await expect(alone.begin('192.0.2.5', 'b@example.test')).rejects.toMatchObject(throttled);
    away.disconnect();
  });

  it('forgets a try that was right', async () => {
    const limiter = createLoginLimiter(redis);
    for (let logins = 0; logins < 12; logins += 1) {
      await limiter.begin('192.0.2.6', 'right@example.test');
      await limiter.succeed('192.0.2.6', 'right@example.test');
    }
  });
});
