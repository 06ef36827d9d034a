import { describe, expect, it } from '@jest/globals';
import { ConfigError, readConfig } from './config.ts';

const valid = {
  DATABASE_URL: 'postgres://app_user:x@127.0.0.1:5432/evercall',
  DATABASE_SYSTEM_URL: 'postgres://app_system:x@127.0.0.1:5432/evercall',
  REDIS_URL: 'redis://127.0.0.1:6379',
  PUBLIC_URL: 'http://127.0.0.1:3000',
  ACCESS_TOKEN_KEY: Buffer.alloc(32, 7).toString('base64'),
  EVERCALL_KEK: Buffer.alloc(32, 8).toString('base64'),
};

describe('readConfig', () => {
  it('fills defaults', () => {
    const config = readConfig(valid);
    expect(config.API_PORT).toBe(3000);
    expect(config.FALLBACK_URL).toBe(valid.PUBLIC_URL);
  });

  it('refuses to start without a key-encryption key, with a code that says why', () => {
    expect(() => readConfig({ ...valid, EVERCALL_KEK: '' })).toThrow(
      'EVERCALL_KEK: is missing (config.kek_missing',
    );
    expect(() => readConfig({ ...valid, EVERCALL_KEK_PREVIOUS: 'short' })).toThrow('EVERCALL_KEK_PREVIOUS');
  });

  it('names every wrong and missing variable at once', () => {
    const broken = {
      ...valid,
      REDIS_URL: 'http://x',
      DATABASE_URL: '',
      ACCESS_TOKEN_KEY: 'short',
      API_PORT: '99999',
    };
    const read = () => readConfig(broken);
    expect(read).toThrow(ConfigError);
    for (const name of [
      'REDIS_URL: must be',
      'DATABASE_URL: is missing',
      'ACCESS_TOKEN_KEY: must be',
      'API_PORT: ',
    ]) {
      expect(read).toThrow(name);
    }
  });
});
