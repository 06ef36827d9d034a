import { beforeAll, describe, expect, it } from '@jest/globals';
import { addNotification } from '../api/harness/webhook-rows.ts';
import { useTerminal } from './command-line.ts';

const terminal = useTerminal();
beforeAll(() => terminal.logIn());

describe('evercall notifications', () => {
  const add = () => addNotification(terminal.world(), terminal.world().ours, terminal.world().ours.adminId);

  it('lists what is unread, and marks one or all of it as read', async () => {
    const [first, second, third] = [await add(), await add(), await add()];
    expect((await terminal.run(['notifications', 'list', '--unread'])).out).toContain('Campaign finished');
    expect(await terminal.json(['notifications', 'read', first])).toMatchObject([
      { id: first, readAt: expect.any(String) },
    ]);
    const unread = async () =>
      ((await terminal.json(['notifications', 'list', '--unread'])) as { id: string }[]).map(({ id }) => id);
    expect(await unread()).toEqual([third, second]);
    expect(await terminal.run(['notifications', 'read', '--all'])).toMatchObject({
      code: 0,
      out: expect.stringContaining('Read: 2.'),
    });
    expect(await unread()).toEqual([]);
    expect(await terminal.json(['notifications', 'list', '--kind', 'campaign.finished'])).toHaveLength(3);
  });

  it('ends with 2 when it is not said which, and with 4 for somebody else’s', async () => {
    expect(await terminal.run(['notifications', 'read'])).toMatchObject({ code: 2 });
    const theirs = await addNotification(terminal.world(), terminal.world().ours);
    expect(await terminal.run(['notifications', 'read', theirs])).toMatchObject({
      code: 4,
      error: expect.stringContaining('notification.not_found'),
    });
    expect(await terminal.run(['notifications', 'read', theirs, '--all'])).toMatchObject({ code: 2 });
  });

  it('says and chooses whether they come by mail, and leaves the other settings', async () => {
    expect((await terminal.run(['notifications', 'mail'])).out).toContain('also come by mail');
    const before = await terminal.json(['notifications', 'mail']);
    expect(await terminal.json(['notifications', 'mail', 'off'])).toEqual({
      ...(before as object),
      mailNotifications: false,
    });
    expect((await terminal.run(['notifications', 'mail'])).out).toContain('do not come by mail');
    expect(await terminal.run(['notifications', 'mail', 'perhaps'])).toMatchObject({ code: 2 });
  });

  it('is for people and not for keys', async () => {
    const env = {
      XDG_CONFIG_HOME: terminal.folder,
      EVERCALL_API_URL: terminal.url(),
      EVERCALL_API_KEY: terminal.world().ours.apiKey,
    };
    expect(await terminal.run(['notifications', 'list'], { env })).toMatchObject({
      code: 3,
      error: expect.stringContaining('auth.forbidden'),
    });
  });
});
