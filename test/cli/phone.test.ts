import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { addCallback } from '../api/harness/callback-rows.ts';
import { addFlow } from '../api/harness/rows.ts';
import { addVoicemail } from '../api/harness/recording-rows.ts';
import { useTerminal } from './command-line.ts';

const terminal = useTerminal();
beforeAll(() => terminal.logIn());

async function ourNumber(): Promise<{ id: string; number: string }> {
  const [first] = (await terminal.json(['numbers', 'list'])) as { id: string; number: string }[];
  if (!first) throw new Error('The organization has no number.');
  return first;
}

describe('evercall numbers', () => {
  it('changes what answers a number', async () => {
    const { number } = await ourNumber();
    const flow = await addFlow(terminal.world(), terminal.world().ours);
    const args = ['numbers', 'update', number, '--flow', flow.id, '--language', 'cs', '--no-caller-id'];
    expect(await terminal.json(args)).toMatchObject({
      flowId: flow.id,
      language: 'cs',
      inCallerIdPool: false,
    });
    expect(await terminal.json(['numbers', 'update', number, '--flow', 'none', '--caller-id'])).toMatchObject(
      {
        flowId: null,
        inCallerIdPool: true,
      },
    );
    expect(await terminal.run(['numbers', 'update', number])).toMatchObject({ code: 2 });
  });

  it('ends with 6 while the carrier does not answer, and says so in a sync', async () => {
    const { number } = await ourNumber();
    expect(await terminal.run(['numbers', 'attach', number])).toMatchObject({
      code: 6,
      error: expect.stringContaining('carrier.unavailable'),
    });
    const { code, out } = await terminal.run(['numbers', 'sync']);
    expect({ code, out }).toEqual({ code: 1, out: expect.stringContaining('unavailable') });
  }, 60_000);
});

describe('evercall callbacks', () => {
  it('promises one, lists and shows it', async () => {
    const { number } = await ourNumber();
    const flow = await addFlow(terminal.world(), terminal.world().ours);
    const at = new Date(Date.now() + 86_400_000).toISOString();
    const args = [
      'callbacks',
      'create',
      '--to',
      '+12125550142',
      '--from',
      number,
      '--flow',
      flow.id,
      '--at',
      at,
    ];
    const { id } = (await terminal.json([...args, '--note', 'about the bill'])) as { id: string };
    expect((await terminal.run(['callbacks', 'list', '--state', 'scheduled'])).out).toContain(id);
    expect(await terminal.json(['callbacks', 'show', id])).toMatchObject({
      dueAt: at,
      note: 'about the bill',
    });
  });

  it('asks for one of two, and passes a refusal on', async () => {
    const { number } = await ourNumber();
    expect(await terminal.run(['callbacks', 'create', '--from', number])).toMatchObject({ code: 2 });
    const over = await addCallback(terminal.world(), terminal.world().ours, 'completed');
    expect(await terminal.run(['callbacks', 'move', over])).toMatchObject({ code: 2 });
    expect(await terminal.run(['callbacks', 'move', over, '--now'])).toMatchObject({ code: 5 });
    expect(await terminal.run(['callbacks', 'cancel', over])).toMatchObject({
      code: 5,
      error: expect.stringContaining('callback.already_finished'),
    });
  });
});

describe('evercall voicemail', () => {
  it('lists, shows and files a message', async () => {
    const { id } = await addVoicemail(terminal.world(), terminal.world().ours);
    expect((await terminal.run(['voicemail', 'list', '--state', 'new'])).out).toContain(id);
    expect(await terminal.json(['voicemail', 'mark', id, 'read'])).toMatchObject({ state: 'read' });
    expect((await terminal.run(['voicemail', 'show', id])).out).toContain(id);
  });
});

describe('evercall keys', () => {
  it('makes a key that works at once, lists it without its secret, and ends it', async () => {
    const args = ['keys', 'create', '--name', 'CRM', '--scope', 'campaigns:read', '--expires-in-days', '7'];
    const made = (await terminal.json(args)) as { id: string; key: string };
    const env = {
      XDG_CONFIG_HOME: terminal.folder,
      EVERCALL_API_URL: terminal.url(),
      EVERCALL_API_KEY: made.key,
    };
    expect(await terminal.run(['campaigns', 'list'], { env })).toMatchObject({ code: 0 });
    expect(await terminal.run(['calls', 'list'], { env })).toMatchObject({
      code: 3,
      error: expect.stringContaining('auth.scope_missing'),
    });
    const { out } = await terminal.run(['keys', 'list', '--output', 'json']);
    expect(out).toContain(made.id);
    expect(out).not.toContain(made.key);
    expect(await terminal.run(['keys', 'revoke', made.id])).toMatchObject({ code: 0 });
    expect(await terminal.run(['keys', 'create', '--name', 'x', '--scope', 'all'])).toMatchObject({
      code: 2,
    });
  });
});

describe('evercall openapi', () => {
  it('writes the document of the API', async () => {
    const { code } = await terminal.run(['openapi', '--file', 'api.json']);
    expect(code).toBe(0);
    writeFileSync(join(terminal.folder, 'nothing'), '');
    const { out } = await terminal.run(['openapi']);
    expect(JSON.parse(out)).toMatchObject({ openapi: '3.1.0' });
  });
});
