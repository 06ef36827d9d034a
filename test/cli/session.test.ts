import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { ADMIN_PASSWORD, OPERATOR_EMAIL } from '../api/harness/api-world.ts';
import { evercall, useTerminal } from './command-line.ts';

const terminal = useTerminal();
const sessionsFile = () => join(terminal.folder, 'evercall', 'sessions.json');
const sessions = () => JSON.parse(readFileSync(sessionsFile(), 'utf8'));

/** Makes the access token that is kept look as if it ended at a moment. */
function endAccess(atMs: number): void {
  const all = sessions();
  all.sessions[terminal.url()].accessExpiresAtMs = atMs;
  writeFileSync(sessionsFile(), JSON.stringify(all));
}

describe('evercall login', () => {
  it('keeps a session that only the user can read, and whoami says whose', async () => {
    const { code, out } = await terminal.logIn();
    expect({ code, out }).toEqual({ code: 0, out: expect.stringContaining(terminal.url()) });
    expect(statSync(sessionsFile()).mode & 0o777).toBe(0o600);
    expect(statSync(join(terminal.folder, 'evercall')).mode & 0o777).toBe(0o700);
    expect(readFileSync(sessionsFile(), 'utf8')).not.toContain(ADMIN_PASSWORD);
    const { ours } = terminal.world();
    expect(await terminal.json(['whoami'])).toMatchObject({ email: ours.adminEmail, role: 'admin' });
  });

  it('asks the password at a terminal, and says nothing of it', async () => {
    const asked: string[] = [];
    const askSecret = async (question: string) => {
      asked.push(question);
      return ADMIN_PASSWORD;
    };
    const { adminEmail } = terminal.world().ours;
    const { code, out, error } = await terminal.run(['login', adminEmail], { askSecret });
    expect({ code, asked }).toEqual({ code: 0, asked: [`Password of ${adminEmail}: `] });
    expect(out + error).not.toContain(ADMIN_PASSWORD);
  });

  it('ends with 3 for a wrong password, and shows the problem', async () => {
    const readInput = async () => 'not the password';
    const { adminEmail } = terminal.world().ours;
    const args = ['login', adminEmail, '--password-stdin'];
    const { code, error } = await terminal.run(args, { readInput });
    expect(code).toBe(3);
    expect(error).toMatch(/\(401 auth\.bad_credentials\)\n[\s\S]*request \S+ {2}http/);
    const asJson = await terminal.run([...args, '--output', 'json'], { readInput });
    expect(JSON.parse(asJson.error)).toMatchObject({ status: 401, code: 'auth.bad_credentials' });
  });

  it('ends with 2 where there is nobody to ask', async () => {
    expect(await terminal.run(['login', 'ada@example.com'])).toMatchObject({ code: 2 });
  });

  it('sends no secret in the open', async () => {
    const { code, error } = await terminal.run([
      'login',
      'a@example.com',
      '--api-url',
      'http://calls.example.com',
    ]);
    expect({ code, error }).toEqual({ code: 2, error: expect.stringContaining('use https') });
    expect(await terminal.run(['whoami', '--api-url', 'calls'])).toMatchObject({ code: 2 });
  });

  it('signs the operator in for the life of one token', async () => {
    const readInput = async () => ADMIN_PASSWORD;
    const env = { XDG_CONFIG_HOME: join(terminal.folder, 'operator'), EVERCALL_API_URL: terminal.url() };
    const args = ['login', OPERATOR_EMAIL, '--operator', '--password-stdin'];
    expect(await terminal.run(args, { readInput, env })).toMatchObject({ code: 0 });
    expect((await terminal.run(['whoami'], { env })).out).toMatch(/role +operator/);
    expect((await terminal.run(['organizations', 'list'], { env })).out).toContain('Organization 1');
    expect(await terminal.run(['services', 'list'], { env })).toMatchObject({ code: 0 });
    expect((await terminal.run(['breakers', 'list'], { env })).out).toContain('twilio.dial');
    for (const [verb, words] of [
      ['open', 'is held open'],
      ['close', 'is held closed'],
      ['reset', 'decides by itself'],
    ] as const)
      expect(
        (await terminal.run(['breakers', verb, 'twilio.dial', '--reason', 'trying'], { env })).out,
      ).toContain(words);
    const { out } = await terminal.run(['breakers', 'orders', '--name', 'twilio.dial'], { env });
    expect(out).toMatch(/twilio\.dial\s+\w+\s+trying/);
    expect(await terminal.run(['breakers', 'open', 'nobody'], { env })).toMatchObject({ code: 4 });
    expect(await terminal.run(['calls', 'list'], { env })).toMatchObject({ code: 3 });
    expect(await terminal.run(['logout'], { env })).toMatchObject({ code: 0 });
  });
});

describe('a session', () => {
  it('renews itself, also in two commands at once', async () => {
    await terminal.logIn();
    const first = sessions().sessions[terminal.url()].refreshToken;
    endAccess(Date.now() + 10_000);
    const codes = await Promise.all([terminal.run(['whoami']), terminal.run(['whoami'])]);
    expect(codes.map(({ code }) => code)).toEqual([0, 0]);
    expect(sessions().sessions[terminal.url()].refreshToken).not.toBe(first);
    expect(await terminal.run(['whoami'])).toMatchObject({ code: 0 });
    expect(statSync(sessionsFile()).mode & 0o777).toBe(0o600);
  });

  it('is forgotten once the API has ended it', async () => {
    await terminal.logIn();
    const all = sessions();
    all.sessions[terminal.url()].refreshToken = 'crt_nonsense';
    writeFileSync(sessionsFile(), JSON.stringify(all));
    endAccess(0);
    const { code, error } = await terminal.run(['whoami']);
    expect({ code, error }).toEqual({ code: 3, error: expect.stringContaining('evercall login') });
    expect(sessions().sessions).toEqual({});
  });

  it('is sent to its own API only', async () => {
    await terminal.logIn();
    const { code, error } = await terminal.run(['whoami', '--api-url', 'http://127.0.0.1:9']);
    expect({ code, error }).toEqual({
      code: 3,
      error: expect.stringContaining('not signed in at http://127.0.0.1:9'),
    });
  });

  it('goes to the API of the last login where none is named', async () => {
    await terminal.logIn();
    const env = { XDG_CONFIG_HOME: terminal.folder };
    expect(await terminal.run(['whoami'], { env })).toMatchObject({ code: 0 });
  });

  it('says how to mend a damaged file', async () => {
    const before = readFileSync(sessionsFile(), 'utf8');
    writeFileSync(sessionsFile(), '{');
    const { code, error } = await terminal.run(['whoami']);
    expect({ code, error }).toEqual({ code: 2, error: expect.stringContaining('To mend it: rm ') });
    writeFileSync(sessionsFile(), before);
  });

  it('ends there and here', async () => {
    await terminal.logIn();
    const { refreshToken } = sessions().sessions[terminal.url()];
    expect(await terminal.run(['logout'])).toMatchObject({ code: 0 });
    await terminal.world().http.post('/api/v1/auth/refresh').send({ refreshToken }).expect(401);
    expect(await terminal.run(['whoami'])).toMatchObject({ code: 3 });
    expect(await terminal.run(['logout'])).toMatchObject({
      code: 0,
      out: expect.stringContaining('not signed in'),
    });
  });
});

describe('an API key', () => {
  it('does without a login, within its scopes', async () => {
    const env = {
      XDG_CONFIG_HOME: join(terminal.folder, 'nobody'),
      EVERCALL_API_URL: terminal.url(),
      EVERCALL_API_KEY: terminal.world().ours.apiKey,
    };
    expect(await terminal.run(['campaigns', 'list'], { env })).toMatchObject({ code: 0 });
    expect(existsSync(join(terminal.folder, 'nobody'))).toBe(false);
    expect(await terminal.run(['keys', 'list'], { env })).toMatchObject({ code: 3 });
    expect(await terminal.run(['whoami'], { env })).toMatchObject({ code: 2 });
    const wrong = { ...env, EVERCALL_API_KEY: 'ck_live_nonsense' };
    expect(await terminal.run(['campaigns', 'list'], { env: wrong })).toMatchObject({ code: 3 });
  });
});

describe('an API that is away', () => {
  it('ends a command with 6, and Ctrl-C does at once with 130', async () => {
    const env = {
      EVERCALL_API_URL: 'http://127.0.0.1:9',
      EVERCALL_API_KEY: 'ck_live_x',
      XDG_CONFIG_HOME: terminal.folder,
    };
    const ending = new AbortController();
    const running = evercall(['calls', 'list'], { env, signal: ending.signal });
    ending.abort();
    expect(await running).toEqual({ code: 130, out: '', error: '' });
  });
});
