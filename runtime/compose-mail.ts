import { join } from 'node:path';
import { createMailer } from '../providers/mail/mailer.ts';
import type { MailPort } from '../providers/mail/mail.port.ts';
import type { Config } from './config.ts';

/** Mail of the installation: its SMTP server, else files in `mail` of the data directory. */
export function composeMail(config: Pick<Config, 'MAIL_FROM' | 'SMTP_URL' | 'DATA_DIR'>): MailPort {
  return createMailer({
    from: config.MAIL_FROM,
    smtpUrl: config.SMTP_URL,
    outboxDir: join(config.DATA_DIR, 'mail'),
  });
}
