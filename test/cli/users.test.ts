import { beforeAll, describe, expect, it } from '@jest/globals';
import { addPerson, signIn } from '../api/harness/people.ts';
import { useTerminal } from './command-line.ts';

const terminal = useTerminal();
beforeAll(() => terminal.logIn());
const newcomer = () => addPerson(terminal.world().deps, terminal.world().ours.orgId, 'agent');

describe('evercall users', () => {
  it('invites somebody by mail, and takes the invitation back', async () => {
    const email = 'grace@example.com';
    expect(await terminal.json(['users', 'invite', email, '--role', 'supervisor'])).toMatchObject({
      email,
      role: 'supervisor',
      state: 'invited',
    });
    const { mails, deps } = terminal.world();
    await deps.background.settled();
    expect(mails.at(-1)?.to).toBe(email);
    expect((await terminal.run(['users', 'list', '--state', 'invited'])).out).toContain(email);
    expect(await terminal.run(['users', 'role', email, 'admin'])).toMatchObject({
      code: 5,
      error: expect.stringContaining('user.invited'),
    });
    expect(await terminal.run(['users', 'remove', email])).toMatchObject({ code: 0 });
    expect(await terminal.json(['users', 'list', '--state', 'invited'])).toEqual([]);
  });

  it('changes a role, closes an account and opens it again', async () => {
    const { email, userId } = await newcomer();
    expect(await terminal.json(['users', 'role', email.toUpperCase(), 'supervisor'])).toMatchObject({
      id: userId,
      role: 'supervisor',
    });
    expect(await terminal.run(['users', 'remove', email])).toMatchObject({ code: 0 });
    expect((await terminal.run(['users', 'list', '--state', 'disabled'])).out).toContain(email);
    expect(await terminal.json(['users', 'reopen', userId])).toMatchObject({ email, state: 'active' });
  });

  it('refuses what cannot be', async () => {
    const { adminEmail } = terminal.world().ours;
    expect(await terminal.run(['users', 'role', adminEmail, 'agent'])).toMatchObject({
      code: 5,
      error: expect.stringContaining('user.last_admin'),
    });
    expect(await terminal.run(['users', 'invite', adminEmail])).toMatchObject({
      code: 5,
      error: expect.stringContaining('user.exists'),
    });
    expect(await terminal.run(['users', 'remove', 'nobody@example.com'])).toMatchObject({ code: 4 });
    expect(await terminal.run(['users', 'role', adminEmail, 'king'])).toMatchObject({ code: 2 });
  });
});

describe('evercall sessions', () => {
  it('lists one’s own and marks this one; ends another', async () => {
    const { deps, ours } = terminal.world();
    const other = await signIn(deps, ours.orgId, ours.adminId);
    const ids = async () =>
      ((await terminal.json(['sessions', 'list'])) as { id: string }[]).map(({ id }) => id);
    expect(await ids()).toContain(other.sessionId);
    const all = (await terminal.json(['sessions', 'list'])) as { isCurrent: boolean; userAgent: string }[];
    expect(all.filter(({ isCurrent }) => isCurrent)).toMatchObject([{ userAgent: 'evercall command line' }]);
    expect(await terminal.run(['sessions', 'revoke', other.sessionId])).toMatchObject({ code: 0 });
    expect(await ids()).not.toContain(other.sessionId);
  });

  it('sees to somebody else’s, as administrators may', async () => {
    const { email, sessionId, refreshToken } = await newcomer();
    expect((await terminal.run(['sessions', 'list', email])).out).toContain(sessionId);
    expect(await terminal.run(['sessions', 'revoke', sessionId])).toMatchObject({
      code: 4,
      error: expect.stringContaining('session.not_found'),
    });
    expect(await terminal.run(['sessions', 'revoke', sessionId, '--user', email])).toMatchObject({ code: 0 });
    await terminal.world().http.post('/api/v1/auth/refresh').send({ refreshToken }).expect(401);
  });
});
