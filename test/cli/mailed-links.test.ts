import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { addPerson } from '../api/harness/people.ts';
import { useTerminal } from './command-line.ts';

const terminal = useTerminal();
const PASSWORD = 'three words and more';
const readInput = async () => `${PASSWORD}\n`;

/** The link of the newest mail, as if the API's address were the one that it listens at. */
async function newestLink(): Promise<string> {
  const { deps, mails } = terminal.world();
  await deps.background.settled();
  const link = new URL(/^https:\S+$/m.exec(mails.at(-1)?.text ?? '')?.[0] ?? '');
  return `${terminal.url()}${link.pathname}${link.hash}`;
}

async function invite(email: string): Promise<string> {
  const { http, ours } = terminal.world();
  await http
    .post('/api/v1/users')
    .set('Authorization', `Bearer ${ours.tokens.admin}`)
    .send({ email, role: 'agent' })
    .expect(201);
  return newestLink();
}

async function forget(email: string): Promise<string> {
  await terminal.world().http.post('/api/v1/auth/password/forgot').send({ email }).expect(202);
  return newestLink();
}

const accept = (link: string) => ['accept', link, '--name', 'Grace Example', '--password-stdin'];
/** Surroundings that know no API: only the link does. */
const elsewhere = (name: string) => ({ XDG_CONFIG_HOME: join(terminal.folder, name) });

describe('evercall accept', () => {
  it('takes an invitation at the API that sent it, and signs in', async () => {
    const env = elsewhere('grace');
    const { code, out, error } = await terminal.run(accept(await invite('grace@example.test')), {
      readInput,
      env,
    });
    expect({ code, error }).toEqual({ code: 0, error: '' });
    expect(out).toContain(`Signed in at ${terminal.url()} as grace@example.test.`);
    const whoami = await terminal.run(['whoami', '--output', 'json'], { env });
    expect(JSON.parse(whoami.out)).toMatchObject({ displayName: 'Grace Example', role: 'agent' });
    expect(readFileSync(join(terminal.folder, 'grace', 'evercall', 'sessions.json'), 'utf8')).not.toContain(
      PASSWORD,
    );
  });

  it('ends with 5 for an invitation that was taken, with the sentence of the API', async () => {
    const link = await invite('ivy@example.test');
    expect(await terminal.run(accept(link), { readInput })).toMatchObject({ code: 0 });
    const { code, error } = await terminal.run(accept(link), { readInput });
    expect({ code, error }).toEqual({
      code: 5,
      error: expect.stringContaining('(400 auth.token_not_valid)'),
    });
  });

  it('needs a name', async () => {
    const { code, error } = await terminal.run(['accept', 'token', '--password-stdin'], { readInput });
    expect({ code, error }).toEqual({ code: 2, error: expect.stringContaining('--name') });
  });
});

describe('evercall reset', () => {
  it('sets the password that is asked for, and says how to sign in', async () => {
    const { email } = await addPerson(terminal.world().deps, terminal.world().ours.orgId, 'agent');
    const asked: string[] = [];
    const askSecret = async (question: string) => {
      asked.push(question);
      return PASSWORD;
    };
    const link = await forget(email);
    const { code, out, error } = await terminal.run(['reset', link], { askSecret, env: elsewhere('reset') });
    expect({ code, asked }).toEqual({ code: 0, asked: [`New password at ${terminal.url()}: `] });
    expect(out).toContain(`evercall login EMAIL --api-url ${terminal.url()}`);
    expect(out + error).not.toContain(PASSWORD);
    const login = { email, password: PASSWORD };
    await terminal.world().http.post('/api/v1/auth/login').send(login).expect(200);
    expect(await terminal.run(['reset', link], { askSecret })).toMatchObject({ code: 5 });
  });

  it('takes the token alone, and shows what is wrong with a password', async () => {
    const { email } = await addPerson(terminal.world().deps, terminal.world().ours.orgId, 'agent');
    const token = (await forget(email)).split('#token=')[1] ?? '';
    const args = ['reset', token, '--password-stdin'];
    const { code, error } = await terminal.run(args, { readInput: async () => 'short' });
    expect({ code, error }).toEqual({ code: 5, error: expect.stringContaining('/password  too_small') });
    const done = await terminal.run([...args, '--output', 'json'], { readInput });
    expect(JSON.parse(done.out)).toEqual({ apiUrl: terminal.url() });
  });

  it.each([
    ['a link without its token', 'https://calls.example.com/reset-password', 'no mailed link'],
    ['what is no link', 'reset my password', 'no mailed link'],
    ['a link of the other kind', 'https://calls.example.com/accept-invitation#token=x', '/accept-invitation'],
    ['a link that would tell it in the open', 'http://calls.example.com/reset-password#token=x', 'use https'],
  ])('ends with 2 for %s', async (_what, link, words) => {
    const { code, error } = await terminal.run(['reset', link, '--password-stdin'], { readInput });
    expect({ code, error }).toEqual({ code: 2, error: expect.stringContaining(words) });
  });
});

describe('evercall confirm', () => {
  it('confirms the address of a registration, and refuses a token that is none', async () => {
    const email = 'founder@example.com';
    const founder = { organizationName: 'Clinic', email, password: PASSWORD, displayName: 'Ada' };
    await terminal.world().http.post('/api/v1/auth/register').send(founder).expect(201);
    const { code, out } = await terminal.run(['confirm', await newestLink()], { env: elsewhere('confirm') });
    expect({ code, out }).toEqual({ code: 0, out: 'The address is confirmed.\n' });
    const refused = await terminal.run(['confirm', 'nonsense']);
    expect(refused).toMatchObject({ code: 5, error: expect.stringContaining('auth.token_not_valid') });
  });
});
