import { join } from 'node:path';
import { guardMail } from '../providers/breakers/guarded-providers.ts';
import { createMailer } from '../providers/mail/mailer.ts';
import type { MailPort } from '../providers/mail/mail.port.ts';
import type { Foundation } from './foundation.ts';

/** Mail of the installation: its SMTP server, else files in `mail` of the data directory. */
export function composeMail({ config, breakers }: Pick<Foundation, 'config' | 'breakers'>): MailPort {
  const mailer = createMailer({
    from: config.MAIL_FROM,
    smtpUrl: config.SMTP_URL,
    outboxDir: join(config.DATA_DIR, 'mail'),
  });
  return guardMail(breakers, mailer);
}
