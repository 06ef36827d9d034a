import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { createMailer } from '../../../providers/mail/mailer.ts';
import { makeReady } from '../../../tools/stack/obtain/make-ready.ts';
import { chromiumProgram } from '../../../tools/stack/obtain/obtain-chromium.ts';
import { apiWorld, type ApiWorld } from '../harness/api-world.ts';
import { addPerson } from '../harness/people.ts';

const PASSWORD = 'three words and more';

let browser: Browser;
let world: ApiWorld;
let server: Server;
let url: string;
let outboxDir: string;
const contexts: BrowserContext[] = [];
/** What the pages' consoles said: errors of scripts, and whatever the content policy refused. */
const complaints: string[] = [];

beforeAll(async () => {
  outboxDir = await mkdtemp(join(tmpdir(), 'evercall-outbox-'));
  server = createServer((req, res) => world.app(req, res)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const mail = createMailer({ from: 'evercall@example.test', smtpUrl: undefined, outboxDir });
  world = await apiWorld({ origins: { publicUrl: url, fallbackUrl: url }, parts: { mail } });
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const executablePath = await makeReady(chromiumProgram, (line) => process.stderr.write(`${line}\n`));
  browser = await chromium.launch({ executablePath, args });
}, 600_000);
afterEach(async () => {
  for (const context of contexts.splice(0)) await context.close();
  expect(complaints.splice(0)).toEqual([]);
});
afterAll(async () => {
  await browser?.close();
  server.closeAllConnections();
  server.close();
  await world?.close();
  await rm(outboxDir, { recursive: true });
});

async function open(link: string, locale = 'en'): Promise<Page> {
  const context = await browser.newContext({ locale });
  contexts.push(context);
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => {
    // A refused form is told in the console too, as a failed request.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
      complaints.push(message.text());
  });
  await page.goto(link);
  return page;
}

/** The link of the only mail to somebody that leads to a page. */
async function mailedLink(to: string, path: string): Promise<string> {
  await world.deps.background.settled();
  for (const file of (await readdir(outboxDir)).filter((name) => name.endsWith('.txt'))) {
    const mail = await readFile(join(outboxDir, file), 'utf8');
    const link = mail.includes(to) && new RegExp(`^${url}/${path}#token=\\S+`, 'm').exec(mail)?.[0];
    if (link) return link;
  }
  throw new Error(`No mail to ${to} leads to /${path}.`);
}

async function invite(email: string): Promise<string> {
  const token = `Bearer ${world.ours.tokens.admin}`;
  await world.http
    .post('/api/v1/users')
    .set('Authorization', token)
    .send({ email, role: 'supervisor' })
    .expect(201);
  return mailedLink(email, 'accept-invitation');
}

async function forget(email: string): Promise<string> {
  await world.http.post('/api/v1/auth/password/forgot').send({ email }).expect(202);
  return mailedLink(email, 'reset-password');
}

const logIn = (email: string, password: string) =>
  world.http.post('/api/v1/auth/login').send({ email, password });

describe('the link of an invitation', () => {
  it('makes an account by keyboard, which signs in, and is refused when it is opened again', async () => {
    const link = await invite('grace@example.test');
    const page = await open(link);
    expect(page.url()).toBe(`${url}/accept-invitation`);
    await page.reload();
    await page.keyboard.press('Tab');
    await page.keyboard.type('Grace Example');
    await page.keyboard.press('Tab');
    await page.keyboard.type(PASSWORD);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Your account is ready' }).waitFor();
    expect(await page.evaluate('document.activeElement.id')).toBe('done');
    expect(await page.content()).not.toContain(PASSWORD);
    expect(await page.evaluate('[history.state, document.cookie]')).toEqual([null, '']);
    const { body } = await logIn('grace@example.test', PASSWORD).expect(200);
    const me = await world.http.get('/api/v1/auth/me').set('Authorization', `Bearer ${body.accessToken}`);
    expect(me.body).toMatchObject({ displayName: 'Grace Example', role: 'supervisor' });

    await page.goto(link);
    await page.getByLabel('Name', { exact: true }).fill('Somebody else');
    await page.getByLabel('New password', { exact: true }).fill('another long password');
    await page.getByRole('button', { name: 'Make the account' }).click();
    const alert = page.getByRole('alert').getByText('The mailed token is not valid any more.');
    await alert.waitFor();
    expect(await alert.textContent()).toContain('ask whoever invited you');
    await logIn('grace@example.test', 'another long password').expect(401);
  }, 60_000);

  it('leaves no session that nobody uses', async () => {
    const page = await open(await invite('ivy@example.test'));
    await page.getByLabel('Name', { exact: true }).fill('Ivy');
    await page.getByLabel('New password', { exact: true }).fill(PASSWORD);
    const ended = page.waitForResponse(`${url}/api/v1/auth/logout`);
    await page.keyboard.press('Enter');
    expect((await ended).status()).toBe(204);
  }, 60_000);

  it('shows each fault at its field, in the language of the page', async () => {
    const page = await open(await invite('joan@example.test'), 'cs');
    await page.getByLabel('Nové heslo', { exact: true }).fill('krátké');
    await page.getByRole('button', { name: 'Vytvořit účet' }).click();
    await page.getByRole('alert').getByText(/\S/).waitFor();
    for (const name of ['displayName', 'password']) {
      const input = page.locator(`#${name}`);
      expect(await input.getAttribute('aria-invalid')).toBe('true');
      expect(await page.locator(`#${name}-fault`).textContent()).toMatch(/mal|kr|nejm|alespo/i);
    }
    expect(await page.evaluate('document.activeElement.id')).toBe('displayName');
    await page.getByLabel('Jméno', { exact: true }).fill('Joan');
    await page.getByLabel('Nové heslo', { exact: true }).fill(PASSWORD);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Váš účet je připraven' }).waitFor();
  }, 60_000);
});

describe('the link of a reset', () => {
  it('sets the password, which can be looked at, and is refused when it is opened again', async () => {
    const { email } = await addPerson(world.deps, world.ours.orgId, 'agent');
    const link = await forget(email);
    const page = await open(link, 'es');
    const field = page.getByLabel('Contraseña nueva', { exact: true });
    await field.fill(PASSWORD);
    await page.getByLabel('Mostrar la contraseña').check();
    expect(await field.getAttribute('type')).toBe('text');
    await page.getByRole('button', { name: 'Establecer la contraseña' }).click();
    await page.getByRole('heading', { name: 'La contraseña nueva está establecida' }).waitFor();
    await logIn(email, PASSWORD).expect(200);

    await page.goto(link);
    await field.fill('another long password');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').getByText('El token del correo ya no es válido.').waitFor();
  }, 60_000);

  it('says what is wrong with half a link, and that no answer came', async () => {
    const page = await open(`${url}/reset-password`);
    await page.getByRole('alert').getByText('This link is not whole').waitFor();
    expect(await page.getByRole('button').count()).toBe(0);

    // In the same tab it is the same document until its script loads it anew.
    await page.route('**/api/**', (route) => route.abort());
    await page.goto(`${url}/reset-password#token=unknown`);
    await page.getByLabel('New password', { exact: true }).fill(PASSWORD);
    await page.keyboard.press('Enter');
    await page.getByRole('alert').getByText('No answer came.').waitFor();
  }, 60_000);
});

describe('the link of a registration', () => {
  it('confirms the address once its button is pressed', async () => {
    const email = 'founder@example.test';
    const founder = { organizationName: 'Clinic', email, password: PASSWORD, displayName: 'Ada' };
    await world.http.post('/api/v1/auth/register').send(founder).expect(201);
    const page = await open(await mailedLink(email, 'confirm-email'));
    await page.getByRole('button', { name: 'Confirm the address' }).click();
    await page.getByRole('heading', { name: 'Your address is confirmed' }).waitFor();

    await page.goto(`${url}/confirm-email#token=unknown`);
    await page.getByRole('button', { name: 'Confirm the address' }).click();
    await page.getByRole('alert').getByText('The mailed token is not valid any more.').waitFor();
  }, 60_000);
});
