import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type AuditEntry, canonicalJson, chainHash, FIRST_PREVIOUS, storableDetail } from './audit-chain.ts';

const KEY = Buffer.alloc(32, 1);
const entry: AuditEntry = {
  orgId: randomUUID(),
  seq: 1,
  atMs: 1_800_000_000_000,
  actor: { kind: 'user', id: 'u' },
  action: 'campaign.paused',
  target: { kind: 'campaign', id: 'c' },
  detail: { b: 1, a: [1, { d: null, c: 'x' }] },
  ip: '192.0.2.1',
  requestId: 'r',
};

describe('canonicalJson', () => {
  it('does not depend on the order of keys', () => {
    expect(canonicalJson({ b: 1, a: { d: [], c: '"' } })).toBe(canonicalJson({ a: { c: '"', d: [] }, b: 1 }));
    expect(canonicalJson({ b: 1, a: undefined })).toBe('{"b":1}');
  });

  it('tells different values apart', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (one, two) => {
        const same = JSON.stringify(storableDetail(one)) === JSON.stringify(storableDetail(two));
        if (same) expect(canonicalJson(storableDetail(one))).toBe(canonicalJson(storableDetail(two)));
        else if (canonicalJson(one) === canonicalJson(two)) expect(one).toEqual(two);
      }),
    );
  });
});

describe('chainHash', () => {
  it('covers every field, the key and what came before', () => {
    const changes: Partial<AuditEntry>[] = [
      { orgId: randomUUID() },
      { seq: 2 },
      { atMs: entry.atMs + 1 },
      { actor: { kind: 'operator', id: 'u' } },
      { actor: { kind: 'user', id: 'v' } },
      { action: 'campaign.resumed' },
      { target: { kind: 'campaign', id: 'd' } },
      { target: { kind: 'flow', id: 'c' } },
      { detail: null },
      { ip: null },
      { requestId: null },
    ];
    const hashes = [
      chainHash(KEY, FIRST_PREVIOUS, entry),
      chainHash(Buffer.alloc(32, 2), FIRST_PREVIOUS, entry),
      chainHash(KEY, Buffer.alloc(32, 9), entry),
      ...changes.map((change) => chainHash(KEY, FIRST_PREVIOUS, { ...entry, ...change })),
    ].map((hash) => hash.toString('hex'));
    expect(new Set(hashes).size).toBe(hashes.length);
  });
});
