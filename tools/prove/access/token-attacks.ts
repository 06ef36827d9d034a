import { createHmac, randomUUID } from 'node:crypto';
import { exportJWK, SignJWT } from 'jose';
import { createAccessTokens } from '../../../api/auth/access-token.ts';
import { createTokenKeyRing, type TokenKeys } from '../../../api/auth/token-keys.ts';
import type { ApiWorld } from '../../../test/api/harness/api-world.ts';
import type { SignedIn } from '../../../test/api/harness/people.ts';
import type { Random } from '../random.ts';
import { newSession, refresh } from './refresh-race.ts';

/** An attack on tokens by its name; true when it was let in, or when a stolen family was left standing. */
export type TokenAttack = (world: ApiWorld, random: Random) => Promise<boolean>;

const foreign: TokenKeys = createTokenKeyRing({ current: Buffer.alloc(32, 99) }).current;
const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const nowSeconds = () => Math.floor(Date.now() / 1000);

async function isLetIn({ http }: ApiWorld, token: string): Promise<boolean> {
  const answer = await http.get('/api/v1/auth/me').set('Authorization', `Bearer ${token}`);
  return answer.status !== 401;
}

/** Whether anything of a session still works. */
async function stands(world: ApiWorld, { accessToken }: SignedIn, newestRefresh: string): Promise<boolean> {
  return (await isLetIn(world, accessToken)) || (await refresh(world, newestRefresh)).status === 200;
}

function claimsOf(world: ApiWorld, { userId, sessionId }: SignedIn) {
  return { sub: userId, org: world.ours.orgId, role: 'agent', sid: sessionId, ver: 0 };
}

/** A token of a good session that a forger has changed: headers, claims or key of the forger's choice. */
async function forged(
  world: ApiWorld,
  change: { header?: Record<string, unknown>; claims?: Record<string, unknown>; key?: TokenKeys },
): Promise<boolean> {
  const person = await newSession(world);
  const { current } = world.deps.tokenKeys;
  const claims = {
    iss: 'evercall',
    aud: 'evercall-api',
    iat: nowSeconds(),
    exp: nowSeconds() + 600,
    ...claimsOf(world, person),
    ...change.claims,
  };
  const header = { alg: 'EdDSA', typ: 'at+jwt', kid: current.kid, ...change.header };
  const token = await new SignJWT(claims).setProtectedHeader(header).sign((change.key ?? foreign).privateKey);
  return isLetIn(world, token);
}

const KIDS = [
  '',
  '0',
  'default',
  '../../../../dev/null',
  '/etc/passwd',
  "' OR 1=1 --",
  '__proto__',
  'constructor',
];
const NONE = ['none', 'None', 'NONE', 'nOnE', ''];

/** Every way to come in with a token that should not let anybody in. */
export const TOKEN_ATTACKS: Readonly<Record<string, TokenAttack>> = {
  'refresh token used again after the grace': async (world, random) => {
    const person = await newSession(world);
    const next = await refresh(world, person.refreshToken);
    const seconds = 11 + random.below(86_400);
    await world.inOrg(world.ours.orgId, (tx) =>
      tx.query(
        `UPDATE refresh_token SET used_at = used_at - make_interval(secs => $2) WHERE session_id = $1`,
        [person.sessionId, seconds],
      ),
    );
    const isAccepted = (await refresh(world, person.refreshToken)).status !== 401;
    return isAccepted || stands(world, person, String(next.body.refreshToken));
  },
  'refresh token of an older generation': async (world, random) => {
    const person = await newSession(world);
    const tokens = [person.refreshToken];
    for (let turns = 0; turns < 2 + random.below(3); turns += 1)
      tokens.push(String((await refresh(world, tokens.at(-1) ?? '')).body.refreshToken));
    const old = random.pick(tokens.slice(0, -2));
    const isAccepted = (await refresh(world, old)).status !== 401;
    return isAccepted || stands(world, person, tokens.at(-1) ?? '');
  },
  'expired refresh token': async (world) => {
    const person = await newSession(world);
    await world.inOrg(world.ours.orgId, (tx) =>
      tx.query('UPDATE refresh_token SET expires_at = clock_timestamp() WHERE session_id = $1', [
        person.sessionId,
      ]),
    );
    return (await refresh(world, person.refreshToken)).status !== 401;
  },
  'refresh token that was guessed': async (world, random) => {
    const { refreshToken } = await newSession(world);
    const at = 4 + random.below(refreshToken.length - 5);
    const other = refreshToken[at] === 'A' ? 'B' : 'A';
    const guess = refreshToken.slice(0, at) + other + refreshToken.slice(at + 1);
    return (await refresh(world, guess)).status !== 401;
  },
  'expired access token': async (world, random) => {
    const person = await newSession(world);
    const thenMs = Date.now() - 600_000 - random.below(86_400_000);
    const then = createAccessTokens(world.deps.tokenKeys, () => thenMs);
    const { userId, sessionId } = person;
    const bearer = {
      kind: 'user',
      userId,
      sessionId,
      orgId: world.ours.orgId,
      role: 'agent',
      tokenVersion: 0,
    } as const;
    return isLetIn(world, await then.sign(bearer));
  },
  'access token of a revoked session': async (world) => {
    const { accessToken } = await newSession(world);
    await world.http.post('/api/v1/auth/logout').set('Authorization', `Bearer ${accessToken}`);
    return isLetIn(world, accessToken);
  },
  'alg none': async (world, random) => {
    const person = await newSession(world);
    const head = part({ alg: random.pick(NONE), typ: 'at+jwt', kid: world.deps.tokenKeys.current.kid });
    const claims = { ...claimsOf(world, person), iss: 'evercall', aud: 'evercall-api' };
    const body = part({ ...claims, iat: nowSeconds(), exp: nowSeconds() + 600 });
    const signature = random.pick(['', 'AA', person.accessToken.split('.')[2] ?? '']);
    return isLetIn(world, `${head}.${body}.${signature}`);
  },
  'public key taken for a secret': async (world, random) => {
    const person = await newSession(world);
    const { current } = world.deps.tokenKeys;
    const [alg, hash] = random.pick([
      ['HS256', 'sha256'],
      ['HS512', 'sha512'],
    ] as const);
    const head = part({ alg, typ: 'at+jwt', kid: current.kid });
    const claims = { ...claimsOf(world, person), iss: 'evercall', aud: 'evercall-api' };
    const body = part({ ...claims, iat: nowSeconds(), exp: nowSeconds() + 600 });
    const secret = random.chance(0.5)
      ? current.publicKey.export({ format: 'pem', type: 'spki' })
      : current.publicKey.export({ format: 'der', type: 'spki' });
    const signature = createHmac(hash, secret).update(`${head}.${body}`).digest('base64url');
    return isLetIn(world, `${head}.${body}.${signature}`);
  },
  'kid of the forger': (world, random) =>
    forged(world, { header: { kid: random.pick([foreign.kid, undefined, ...KIDS]) } }),
  'kid that is known, signed with another key': (world) => forged(world, {}),
  'key brought along': async (world, random) => {
    const jwk = await exportJWK(foreign.publicKey);
    const headers: Record<string, unknown>[] = [
      { jwk },
      { jwk, kid: foreign.kid },
      { jku: 'https://keys.example.test/jwks.json' },
      { x5u: 'https://keys.example.test/cert.pem' },
      { x5c: ['AAAA'] },
    ];
    return forged(world, { header: random.pick(headers) });
  },
  'good signature over claims for somebody else': (world, random) =>
    forged(world, {
      key: world.deps.tokenKeys.current,
      claims: random.pick<Record<string, unknown>>([
        { org: world.theirs.orgId },
        { sub: world.ours.adminId },
        { role: 'admin' },
        { role: 'operator' },
        { sid: randomUUID() },
        { sid: world.theirs.people.agent.sessionId },
        { ver: 1 },
        { aud: 'another-api' },
        { iss: 'somebody' },
        { exp: nowSeconds() - 1 },
      ]),
    }),
  'good signature over another type': (world, random) =>
    forged(world, {
      key: world.deps.tokenKeys.current,
      header: random.pick<Record<string, unknown>>([
        { typ: 'JWT' },
        { typ: undefined },
        { kid: foreign.kid },
      ]),
    }),
};
