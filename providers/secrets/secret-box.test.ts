import { randomBytes, randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { type DataKeyStore, createDataKeys, type StoredDataKey } from './data-keys.ts';
import { createLocalKeyWrapper, kekIdOf } from './local-key-wrapper.ts';
import { createSecretBox } from './secret-box.ts';

/** A store in memory that counts its reads. */
class MemoryKeys implements DataKeyStore {
  readonly rows = new Map<string, StoredDataKey>();
  reads = 0;

  async newest(orgId: string) {
    this.reads += 1;
    const own = [...this.rows].filter(([name]) => name.startsWith(orgId)).map(([, row]) => row);
    return own.toSorted((a, b) => b.version - a.version)[0] ?? null;
  }
  async version(orgId: string, version: number) {
    this.reads += 1;
    return this.rows.get(`${orgId}|${version}`) ?? null;
  }
  async add(orgId: string, key: StoredDataKey) {
    const name = `${orgId}|${key.version}`;
    const standing = this.rows.get(name) ?? key;
    this.rows.set(name, standing);
    return standing;
  }
}

const ORG = randomUUID();
const KEK = randomBytes(32);

function boxOver(store: DataKeyStore, kek = KEK, previous?: Buffer) {
  return createSecretBox(
    createDataKeys(store, createLocalKeyWrapper({ current: kek, ...(previous && { previous }) })),
  );
}

describe('createSecretBox', () => {
  it('opens what it sealed, in another process too, and never seals alike twice', async () => {
    const store = new MemoryKeys();
    const box = boxOver(store);
    const one = await box.seal(ORG, 'provider_key:1', 'sk-čtyři');
    const two = await box.seal(ORG, 'provider_key:1', 'sk-čtyři');
    expect(one.ciphertext.equals(two.ciphertext)).toBe(false);
    expect(one.ciphertext.includes('sk-')).toBe(false);
    expect(await boxOver(store).open(ORG, 'provider_key:1', one)).toBe('sk-čtyři');
  });

  it('opens nothing of another kind, organization, key version or key, and nothing changed', async () => {
    const store = new MemoryKeys();
    const box = boxOver(store);
    const other = randomUUID();
    const sealed = await box.seal(ORG, 'provider_key:1', 'secret');
    await box.seal(other, 'provider_key:1', 'theirs');
    const unreadable = { code: 'secret.unreadable' };
    await expect(box.open(ORG, 'provider_key:2', sealed)).rejects.toMatchObject(unreadable);
    await expect(box.open(other, 'provider_key:1', sealed)).rejects.toMatchObject(unreadable);
    await expect(box.open(ORG, 'provider_key:1', { ...sealed, keyVersion: 2 })).rejects.toMatchObject(
      unreadable,
    );
    await expect(boxOver(store, randomBytes(32)).open(ORG, 'provider_key:1', sealed)).rejects.toMatchObject(
      unreadable,
    );
    for (let at = 0; at < sealed.ciphertext.length; at += 1) {
      const changed = Buffer.from(sealed.ciphertext);
      changed.writeUInt8(changed.readUInt8(at) ^ 1, at);
      const opening = box.open(ORG, 'provider_key:1', { ...sealed, ciphertext: changed });
      await expect(opening).rejects.toMatchObject(unreadable);
    }
    const cut = { ...sealed, ciphertext: sealed.ciphertext.subarray(0, 5) };
    await expect(box.open(ORG, 'provider_key:1', cut)).rejects.toMatchObject(unreadable);
  });

  it('opens under the previous key-encryption key while it is rotated', async () => {
    const store = new MemoryKeys();
    const sealed = await boxOver(store).seal(ORG, 'k', 'secret');
    const next = randomBytes(32);
    expect(await boxOver(store, next, KEK).open(ORG, 'k', sealed)).toBe('secret');
  });

  it('does not let a wrapped key be moved to another organization', async () => {
    const store = new MemoryKeys();
    await boxOver(store).seal(ORG, 'k', 'secret');
    const thief = randomUUID();
    const stolen = store.rows.get(`${ORG}|1`);
    if (stolen) store.rows.set(`${thief}|1`, stolen);
    await expect(boxOver(store).seal(thief, 'k', 'mine')).rejects.toMatchObject({
      code: 'secret.unreadable',
    });
  });

  it('agrees with a process that made the first key at the same moment', async () => {
    const store = new MemoryKeys();
    const [a, b] = [boxOver(store), boxOver(store)];
    const [one, two] = await Promise.all([a.seal(ORG, 'k', 'one'), b.seal(ORG, 'k', 'two')]);
    expect(await b.open(ORG, 'k', one)).toBe('one');
    expect(await a.open(ORG, 'k', two)).toBe('two');
  });

  it('asks the store once for many secrets', async () => {
    const store = new MemoryKeys();
    const box = boxOver(store);
    const sealed = await box.seal(ORG, 'k', 'secret');
    const before = store.reads;
    for (let times = 0; times < 50; times += 1) await box.open(ORG, 'k', sealed);
    expect(store.reads).toBe(before);
  });
});

describe('kekIdOf', () => {
  it('names keys apart and is stable', () => {
    expect(kekIdOf(KEK)).toBe(kekIdOf(Buffer.from(KEK)));
    expect(kekIdOf(KEK)).not.toBe(kekIdOf(randomBytes(32)));
    expect(kekIdOf(KEK)).toMatch(/^local:[0-9a-f]{16}$/);
  });
});
