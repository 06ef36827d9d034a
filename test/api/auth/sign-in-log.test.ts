import { describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { addressHash } from '../../../api/auth/sign-in-log.ts';
import { getMe } from '../../../api/endpoints/auth/get-me.endpoint.ts';
import { listOrganizations } from '../../../api/endpoints/organizations/list-organizations.endpoint.ts';
import { listUsers } from '../../../api/endpoints/users/list-users.endpoint.ts';
import { ADMIN_PASSWORD, OPERATOR_EMAIL } from '../harness/api-world.ts';
import { useApiWorld } from '../harness/api-world-hooks.ts';
import { call } from '../harness/requests.ts';

const lines: string[] = [];
const logger = pino({ level: 'info' }, { write: (line: string) => void lines.push(line) });
const world = useApiWorld({ parts: { logger } });

const login = (email: string, password: string, as: 'user' | 'operator' = 'user') =>
  world().http.post('/api/v1/auth/login').send({ email, password, as });

/** The lines of a request, those of its end apart. */
function linesOf({ headers }: { headers: Record<string, string> }) {
  const all = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  const own = all.filter(({ requestId }) => requestId === headers['x-request-id']);
  const isEnd = ({ msg }: Record<string, unknown>) => msg === 'request completed';
  return { entries: own.filter((line) => !isEnd(line)), end: own.find(isEnd) };
}

describe('a sign-in that is refused', () => {
  it('is one line with its code and kind of account, for users and operators, known or not', async () => {
    const { ours, deps } = world();
    for (const [email, as] of [
      [ours.adminEmail, 'user'],
      ['nobody@example.test', 'user'],
      [OPERATOR_EMAIL, 'operator'],
    ] as const) {
      const { entries } = linesOf(await login(email, 'wrong', as).expect(401));
      expect(entries).toHaveLength(1);
      expect(entries[0]).toMatchObject({
        level: pino.levels.values['warn'],
        code: 'auth.bad_credentials',
        accountKind: as,
        addressHash: addressHash(deps.tokenKeys, email.toUpperCase()),
      });
    }
  });

  it('is one also when it has to wait', async () => {
    for (let tries = 0; tries < 5; tries += 1) await login('guessed@example.test', 'wrong').expect(401);
    const { entries } = linesOf(await login('guessed@example.test', 'wrong').expect(429));
    expect(entries).toMatchObject([{ code: 'auth.throttled', accountKind: 'user' }]);
  });
});

describe('a sign-in that is let in', () => {
  it('is a line of an operator, and of a user an audit entry alone', async () => {
    const { ours } = world();
    const operator = linesOf(await login(OPERATOR_EMAIL, ADMIN_PASSWORD, 'operator').expect(200));
    const info = pino.levels.values['info'];
    expect(operator.entries).toMatchObject([{ level: info, accountKind: 'operator' }]);
    expect(linesOf(await login(ours.adminEmail, ADMIN_PASSWORD).expect(200)).entries).toEqual([]);
  });
});

describe('the lines of sign-ins', () => {
  it('hold no address and no password', () => {
    const log = lines.join('\n');
    expect(log).toContain('a sign-in was refused');
    for (const secret of ['@', 'nobody', 'guessed', ADMIN_PASSWORD]) expect(log).not.toContain(secret);
  });

  it('have another hash under another key', () => {
    const { tokenKeys } = world().deps;
    const other = { ...tokenKeys.current, addressLogKey: Buffer.alloc(32) };
    expect(addressHash({ current: other, previous: null }, 'a@example.test')).not.toBe(
      addressHash(tokenKeys, 'a@example.test'),
    );
  });
});

describe('the line of a request', () => {
  it('says who asked, in which organization', async () => {
    const { ours, http, operatorId } = world();
    const { userId } = ours.people.agent;
    const person = { orgId: ours.orgId, actorKind: 'user', actorId: userId };
    expect(linesOf(await call(world(), getMe, { role: 'agent' }).expect(200)).end).toMatchObject(person);
    // Refused, and still known.
    expect(linesOf(await call(world(), listUsers, { role: 'agent' }).expect(403)).end).toMatchObject(person);
    const byKey = await http.get('/api/v1/contacts').set('Authorization', `Bearer ${ours.apiKey}`);
    const key = {
      orgId: ours.orgId,
      actorKind: 'api_key',
      actorId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    };
    expect(linesOf(byKey).end).toMatchObject(key);
    const byOperator = linesOf(await call(world(), listOrganizations, { role: 'admin' }).expect(200)).end;
    expect(byOperator).toMatchObject({ actorKind: 'operator', actorId: operatorId });
    expect(byOperator).not.toHaveProperty('orgId');
    expect(linesOf(await call(world(), getMe).expect(401)).end).not.toHaveProperty('actorId');
  });
});
