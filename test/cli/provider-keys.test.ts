import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { useProviderServer } from '../api/provider-keys/provider-server.ts';
import { useTerminal } from './command-line.ts';

const SECRET = 'sk-live-a-long-enough-secret-9f3a';
const providers = useProviderServer();
const terminal = useTerminal({ providers: providers.baseUrls });
beforeAll(() => terminal.logIn());

const good = { status: 200, body: { data: [] } };
afterEach(async () => {
  providers.answer = good;
  for (const { id } of (await terminal.json(['provider-keys', 'list'])) as { id: string }[])
    await terminal.run(['provider-keys', 'remove', id]);
});

/** Runs a command with a secret on its standard input. */
const piped = (args: readonly string[], secret = SECRET) =>
  terminal.run(['provider-keys', ...args, '--secret-stdin'], { readInput: async () => `${secret}\n` });

describe('evercall provider-keys', () => {
  it('stores one whose secret comes through a pipe, and never shows it', async () => {
    const { code, out, error } = await piped(['add', 'openai', '--label', 'speech']);
    expect({ code, out }).toEqual({ code: 0, out: expect.stringContaining('openai/speech') });
    expect(providers.shown.at(-1)).toBe(`Bearer ${SECRET}`);
    const listed = await terminal.run(['provider-keys', 'list', '--provider', 'openai']);
    expect(listed.out).toContain('••••9f3a');
    expect(out + error + listed.out).not.toContain(SECRET);
    expect(await piped(['add', 'openai', '--label', 'speech'])).toMatchObject({
      code: 5,
      error: expect.stringContaining('provider_key.label_taken'),
    });
  });

  it('asks the secret at a terminal, and sends what else the provider needs', async () => {
    const asked: string[] = [];
    const askSecret = async (question: string) => {
      asked.push(question);
      return 'a-password-of-mail';
    };
    const args = ['provider-keys', 'add', 'smtp', '--host', '127.0.0.1', '--port', '9', '--user', 'calls'];
    const { code, out, error } = await terminal.run([...args, '--tls'], { askSecret });
    expect(asked).toEqual(['Password of calls at 127.0.0.1: ']);
    expect(out + error).not.toContain('a-password-of-mail');
    // No mail server listens, so the key is stored as one that nobody could be asked about.
    expect({ code, out }).toEqual({
      code: 0,
      out: expect.stringMatching(/masked +calls at 127\.0\.0\.1:9 ••••\n[\s\S]*unverified unreachable/),
    });
  });

  it('takes no secret as an argument, and asks for what is missing', async () => {
    const add = (...args: string[]) => terminal.run(['provider-keys', 'add', ...args]);
    expect(await add('openai', SECRET)).toMatchObject({ code: 2 });
    expect(await add('openai', '--secret', SECRET)).toMatchObject({ code: 2 });
    expect(await add('openai')).toMatchObject({
      code: 2,
      error: expect.stringContaining('--secret-stdin'),
    });
    expect(await piped(['add', 'openai'], '')).toMatchObject({ code: 2 });
    expect(await piped(['add', 'twilio'])).toMatchObject({
      code: 2,
      error: expect.stringContaining('--account-sid'),
    });
    expect(await piped(['add', 'openai', '--host', 'mail.example.com'])).toMatchObject({
      code: 2,
      error: expect.stringContaining('Only smtp has that: --host.'),
    });
    expect(await add('nobody')).toMatchObject({ code: 2 });
  });

  it('validates: 1 when the provider refuses, 6 when it could not be asked', async () => {
    expect(await piped(['add', 'openai'])).toMatchObject({ code: 0 });
    const validate = () => terminal.run(['provider-keys', 'validate', 'openai/default']);
    expect(await validate()).toMatchObject({ code: 0, out: expect.stringMatching(/validation +valid\n/) });
    providers.answer = { status: 503, body: {} };
    expect(await validate()).toMatchObject({ code: 6, out: expect.stringContaining('valid http_503') });
    providers.answer = { status: 401, body: {} };
    expect(await validate()).toMatchObject({ code: 1, out: expect.stringContaining('invalid') });
    expect(await piped(['add', 'openai', '--label', 'other'])).toMatchObject({
      code: 5,
      error: expect.stringContaining('provider_key.rejected'),
    });
  });

  it('rotates, tells what was used, and destroys', async () => {
    expect(await piped(['add', 'openai'])).toMatchObject({ code: 0 });
    const next = 'sk-live-another-long-secret-77aa';
    expect(await piped(['rotate', 'openai/default', '--keep-previous-seconds', '0'], next)).toMatchObject({
      code: 0,
      out: expect.stringMatching(/version +2\n/),
    });
    expect(providers.shown.at(-1)).toBe(`Bearer ${next}`);
    const usage = await terminal.run(['provider-keys', 'usage', 'openai/default']);
    expect(usage.out).toMatch(/DAY +REQUESTS/);
    expect(usage.out).toMatch(/total +\d/);
    expect(await terminal.run(['provider-keys', 'usage', 'openai/default', '--from', 'May'])).toMatchObject({
      code: 2,
    });
    expect(await terminal.run(['provider-keys', 'remove', 'openai/default'])).toMatchObject({ code: 0 });
    expect(await terminal.run(['provider-keys', 'usage', 'openai/default'])).toMatchObject({ code: 4 });
    const { out } = await terminal.run(['provider-keys', 'list', '--state', 'revoked']);
    expect(out).toContain('••••77aa');
  });
});
