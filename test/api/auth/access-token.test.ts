import { createHmac, createPublicKey, randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { exportJWK, SignJWT } from 'jose';
import { createAccessTokens, type TokenBearer } from '../../../api/auth/access-token.ts';
import { createTokenKeyRing } from '../../../api/auth/token-keys.ts';

const seed = (byte: number) => Buffer.alloc(32, byte);
const ring = createTokenKeyRing({ current: seed(1) });
const tokens = createAccessTokens(ring, () => Date.now());
const person: TokenBearer = {
  kind: 'user',
  userId: randomUUID(),
  orgId: randomUUID(),
  role: 'admin',
  sessionId: randomUUID(),
  tokenVersion: 3,
};
const refused = { code: 'auth.required' };
const claims = { sub: person.userId, org: person.orgId, role: 'admin', sid: person.sessionId, ver: 3 };
const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A token with a header of the forger's choice, signed with a key that nobody knows here unless told. */
function forge(header: Record<string, unknown>, key = createTokenKeyRing({ current: seed(9) }).current) {
  return new SignJWT(claims)
    .setProtectedHeader({ alg: 'EdDSA', typ: 'at+jwt', kid: ring.current.kid, ...header })
    .setIssuer('evercall')
    .setAudience('evercall-api')
    .setIssuedAt()
    .setExpirationTime('10m')
    .sign(key.privateKey);
}

describe('access tokens', () => {
  it('say who asks, for ten minutes', async () => {
    const token = await tokens.sign(person);
    expect(await tokens.verify(token)).toEqual(person);
    const later = createAccessTokens(ring, () => Date.now() + 601_000);
    await expect(later.verify(token)).rejects.toMatchObject(refused);
    const operator: TokenBearer = { kind: 'operator', operatorId: randomUUID(), tokenVersion: 0 };
    expect(await tokens.verify(await tokens.sign(operator))).toEqual(operator);
  });

  it('are remembered only until they expire', async () => {
    let nowMs = Date.now();
    const clocked = createAccessTokens(ring, () => nowMs);
    const token = await clocked.sign(person);
    await clocked.verify(token);
    nowMs += 601_000;
    await expect(clocked.verify(token)).rejects.toMatchObject(refused);
  });

  it('live through a change of the key, and end with the next one', async () => {
    const old = await tokens.sign(person);
    const changed = createAccessTokens(createTokenKeyRing({ current: seed(2), previous: seed(1) }), Date.now);
    expect(await changed.verify(old)).toEqual(person);
    const fresh = await changed.sign(person);
    await expect(tokens.verify(fresh)).rejects.toMatchObject(refused);
    const twice = createAccessTokens(createTokenKeyRing({ current: seed(3), previous: seed(2) }), Date.now);
    await expect(twice.verify(old)).rejects.toMatchObject(refused);
    expect(await twice.verify(fresh)).toEqual(person);
  });

  it('of an operator hold no organization, whatever their role says', async () => {
    const mixed = await new SignJWT({ ...claims, role: 'operator' })
      .setProtectedHeader({ alg: 'EdDSA', typ: 'at+jwt', kid: ring.current.kid })
      .setIssuer('evercall')
      .setAudience('evercall-api')
      .setIssuedAt()
      .setExpirationTime('10m')
      .sign(ring.current.privateKey);
    await expect(tokens.verify(mixed)).rejects.toMatchObject(refused);
  });
});

describe('a forged token', () => {
  it('is refused without a signature, however `none` is written', async () => {
    for (const alg of ['none', 'None', 'NONE', 'nOnE', '']) {
      const head = part({ alg, typ: 'at+jwt', kid: ring.current.kid });
      const body = part({ ...claims, iss: 'evercall', aud: 'evercall-api', iat: 1, exp: 4_000_000_000 });
      for (const signature of ['', 'AA', Buffer.alloc(64).toString('base64url')])
        await expect(tokens.verify(`${head}.${body}.${signature}`)).rejects.toMatchObject(refused);
    }
  });

  it('is refused when our public key was taken for a secret', async () => {
    const pem = createPublicKey(ring.current.privateKey).export({ format: 'pem', type: 'spki' });
    for (const [alg, hash] of [
      ['HS256', 'sha256'],
      ['HS512', 'sha512'],
    ] as const) {
      const head = part({ alg, typ: 'at+jwt', kid: ring.current.kid });
      const body = part({ ...claims, iss: 'evercall', aud: 'evercall-api', iat: 1, exp: 4_000_000_000 });
      const signature = createHmac(hash, pem).update(`${head}.${body}`).digest('base64url');
      await expect(tokens.verify(`${head}.${body}.${signature}`)).rejects.toMatchObject(refused);
    }
  });

  it('is refused whatever its kid says, and never brings its own key', async () => {
    const foreign = createTokenKeyRing({ current: seed(9) }).current;
    const jwk = await exportJWK(foreign.publicKey);
    const headers: Record<string, unknown>[] = [
      {},
      { kid: undefined },
      { kid: '' },
      { kid: foreign.kid },
      { kid: '../../../../dev/null' },
      { kid: "' OR 1=1 --" },
      { kid: 'constructor' },
      { kid: '__proto__' },
      { jwk },
      { jwk, kid: foreign.kid },
      { jku: 'https://keys.example.test/jwks.json' },
      { x5u: 'https://keys.example.test/cert.pem' },
      { x5c: ['AAAA'] },
      { typ: 'JWT' },
    ];
    for (const header of headers)
      await expect(tokens.verify(await forge(header))).rejects.toMatchObject(refused);
  });

  it('is refused when only its kid or its type differ from a good one', async () => {
    for (const header of [{ kid: 'other' }, { kid: undefined }, { typ: 'JWT' }, { typ: undefined }])
      await expect(tokens.verify(await forge(header, ring.current))).rejects.toMatchObject(refused);
    expect(await tokens.verify(await forge({}, ring.current))).toEqual(person);
  });
});
