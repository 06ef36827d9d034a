import { randomBytes, randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { createCarrierTokens, isSealedToken } from './carrier-token.ts';
import { createDataKeys, type StoredDataKey } from './data-keys.ts';
import { createLocalKeyWrapper } from './local-key-wrapper.ts';
import { createSecretBox } from './secret-box.ts';

const stored = new Map<string, StoredDataKey>();
const store = {
  newest: async (orgId: string) => stored.get(orgId) ?? null,
  version: async (orgId: string) => stored.get(orgId) ?? null,
  add: async (orgId: string, key: StoredDataKey) => {
    stored.set(orgId, key);
    return key;
  },
};
const wrapper = createLocalKeyWrapper({ current: randomBytes(32) });
const tokens = createCarrierTokens(createSecretBox(createDataKeys(store, wrapper)));
const account = { provider: 'twilio', accountSid: 'AC1', authToken: 'a token' };

describe('createCarrierTokens', () => {
  it('opens what it sealed, and passes a plain token on', async () => {
    const authToken = await tokens.seal(randomUUID(), account);
    expect(isSealedToken(authToken)).toBe(true);
    expect(authToken).not.toContain('a token');
    expect(await tokens.open({ ...account, authToken })).toBe('a token');
    expect(await tokens.open(account)).toBe('a token');
  });

  it('opens nothing of another account or organization, and nothing mangled', async () => {
    const [ours, theirs] = [randomUUID(), randomUUID()];
    const authToken = await tokens.seal(ours, account);
    await tokens.seal(theirs, account);
    const refused = { code: 'secret.unreadable' };
    await expect(tokens.open({ ...account, accountSid: 'AC2', authToken })).rejects.toMatchObject(refused);
    await expect(tokens.open({ ...account, provider: 'telnyx', authToken })).rejects.toMatchObject(refused);
    const moved = authToken.replace(ours, theirs);
    await expect(tokens.open({ ...account, authToken: moved })).rejects.toMatchObject(refused);
    await expect(tokens.open({ ...account, authToken: 'sealed:1:x' })).rejects.toMatchObject(refused);
  });
});
