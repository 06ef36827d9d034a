import { randomUUID } from 'node:crypto';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import { AppError } from '../../domain/errors.ts';
import type { MailMessage, MailPort } from './mail.port.ts';
import { smtpTls } from './smtp-tls.ts';

/** Where mail goes: an SMTP server by its URL (`smtps://user:password@host`), else files in a folder. */
export interface MailerOptions {
  /** Sender, as `Evercall <no-reply@example.com>`. */
  readonly from: string;
  readonly smtpUrl: string | undefined;
  /** Folder of the outbox of an installation without a mail server. */
  readonly outboxDir: string;
}

/** The mailer of an installation. Personal data stays in the mail: no error names a recipient. */
export function createMailer({ from, smtpUrl, outboxDir }: MailerOptions): MailPort {
  return smtpUrl ? createSmtpMailer(from, smtpUrl) : createFileMailer(from, outboxDir);
}

/** How long one mail may take to be handed over; a stalled server must not hold its callers. */
const SEND_LIMITS_MS = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 20_000 };

function createSmtpMailer(from: string, smtpUrl: string): MailPort {
  const { hostname, protocol } = new URL(smtpUrl);
  const tls = smtpTls(hostname, protocol === 'smtps:');
  // What the URL says in its query goes before these, such as `?requireTLS=false` for a relay of one's own.
  const transport = createTransport({ url: smtpUrl, ...tls, ...SEND_LIMITS_MS }, plain(from));
  return {
    send: async (message) => {
      try {
        await transport.sendMail({ ...message });
      } catch (cause) {
        throw new AppError({ code: 'mail.unavailable', cause: withoutAddresses(cause) });
      }
    },
  };
}

/**
 * Writes each mail as a file `<time>-<id>.eml` that any mail program opens, and its words as `.txt` beside it, since the
 * long lines of the first are folded; both readable by the owner alone.
 */
function createFileMailer(from: string, outboxDir: string): MailPort {
  const transport = createTransport({ streamTransport: true, buffer: true }, plain(from));
  return {
    send: async (message: MailMessage) => {
      const { message: text } = await transport.sendMail({ ...message });
      await mkdir(outboxDir, { recursive: true, mode: 0o700 });
      const file = join(outboxDir, `${new Date().toISOString().replaceAll(':', '-')}-${randomUUID()}`);
      // A reader of the folder never sees half a mail.
      await writeFile(`${file}.part`, text, { mode: 0o600 });
      await writeFile(`${file}.txt`, `To: ${message.to}\nSubject: ${message.subject}\n\n${message.text}`, {
        mode: 0o600,
      });
      await rename(`${file}.part`, `${file}.eml`);
    },
  };
}

/** Text only: a message can neither read a file nor fetch an address. */
function plain(from: string) {
  return { from, disableFileAccess: true, disableUrlAccess: true };
}

/** What an SMTP server says often repeats the recipient. */
function withoutAddresses(cause: unknown): Error {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown';
  const answer = cause instanceof Error && 'responseCode' in cause ? ` ${String(cause.responseCode)}` : '';
  return new Error(`The mail server did not take the mail: ${code}${answer}`);
}
