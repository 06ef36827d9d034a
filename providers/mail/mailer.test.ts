import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { createMailer } from './mailer.ts';

const from = 'Evercall <no-reply@example.test>';
const mail = {
  to: 'ada@example.test',
  subject: 'Žádost o heslo',
  text: 'Dobrý den,\nhttps://example.test/x',
};
const ends: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

describe('the file outbox', () => {
  it('holds each mail as a file that only its owner may read', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'evercall-mail-'));
    ends.push(() => rm(folder, { recursive: true }));
    const outboxDir = join(folder, 'mail');
    const mailer = createMailer({ from, smtpUrl: undefined, outboxDir });
    await mailer.send(mail);
    await mailer.send({ ...mail, to: 'eva@example.test' });
    const files = (await readdir(outboxDir)).toSorted();
    expect(files.map((file) => extname(file))).toEqual(['.eml', '.txt', '.eml', '.txt']);
    const words = await readFile(join(outboxDir, files[1] ?? ''), 'utf8');
    expect(words).toBe(`To: ada@example.test\nSubject: ${mail.subject}\n\n${mail.text}`);
    const text = await readFile(join(outboxDir, files[0] ?? ''), 'utf8');
    expect(text).toContain('To: ada@example.test');
    expect(text).toContain('From: Evercall <no-reply@example.test>');
    for (const file of files) expect((await stat(join(outboxDir, file))).mode & 0o077).toBe(0);
  });

  it('takes no header out of a subject or an address', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'evercall-mail-'));
    ends.push(() => rm(folder, { recursive: true }));
    const mailer = createMailer({ from, smtpUrl: undefined, outboxDir: folder });
    await mailer.send({ ...mail, subject: 'Hello\r\nBcc: eve@example.test' });
    const [file = ''] = (await readdir(folder)).filter((name) => name.endsWith('.eml'));
    const [head = ''] = (await readFile(join(folder, file), 'utf8')).split('\r\n\r\n');
    expect(head).not.toMatch(/^bcc:/im);
  });
});

describe('a mail server', () => {
  it('gets the mail', async () => {
    const heard: string[] = [];
    const url = await smtpServer(heard, '250 ok');
    await createMailer({ from, smtpUrl: url, outboxDir: '/nowhere' }).send(mail);
    expect(heard.join('\n')).toContain('RCPT TO:<ada@example.test>');
  });

  it('on another machine gets none without TLS, unless its URL says so', async () => {
    const heard: string[] = [];
    // Another name of this machine, which is not known for one.
    const smtpUrl = (await smtpServer(heard, '250 ok')).replace('127.0.0.1', '127.1');
    const send = (url: string) => createMailer({ from, smtpUrl: url, outboxDir: '/nowhere' }).send(mail);
    await expect(send(smtpUrl)).rejects.toMatchObject({ code: 'mail.unavailable' });
    expect(heard.join('\n')).not.toContain('MAIL FROM');
    await send(`${smtpUrl}?requireTLS=false`);
    expect(heard.join('\n')).toContain('RCPT TO:<ada@example.test>');
  });

  it('that refuses is unavailable, and the error names nobody', async () => {
    const url = await smtpServer([], '550 no such user ada@example.test');
    const error = await createMailer({ from, smtpUrl: url, outboxDir: '/nowhere' })
      .send(mail)
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'mail.unavailable' });
    expect(error instanceof Error && String(error.cause)).toContain('550');
    expect(JSON.stringify(error) + String((error as Error).cause)).not.toContain('ada@');
  });
});

/** A mail server of a few lines; `onRecipient` is its answer to RCPT TO. */
async function smtpServer(heard: string[], onRecipient: string): Promise<string> {
  const server: Server = createServer((socket: Socket) => {
    socket.setEncoding('utf8').write('220 test\r\n');
    let isBody = false;
    socket.on('data', (chunk: string) => {
      for (const line of chunk.split('\r\n').filter(Boolean)) {
        heard.push(line);
        if (isBody && line !== '.') continue;
        if (line === 'DATA') isBody = true;
        if (line === '.') isBody = false;
        const answer = line === 'DATA' ? '354 go' : line.startsWith('RCPT') ? onRecipient : '250 ok';
        socket.write(`${line === 'QUIT' ? '221 bye' : answer}\r\n`);
      }
    });
    socket.on('error', () => {});
  });
  server.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  ends.push(() => new Promise((resolve) => server.close(resolve)));
  return `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
