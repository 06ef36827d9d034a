import type { ApiDeps } from '../deps.ts';
import type { MailText } from './identity-mails.ts';

/**
 * Sends a mail while nobody waits: neither the time nor the failure of a mail server tells a caller anything. A mail
 * that could not be sent is logged without its recipient; whoever misses it asks again.
 */
export function sendMail(
  deps: Pick<ApiDeps, 'mail' | 'background' | 'logger'>,
  to: string,
  mail: MailText,
): void {
  void deps.background.track(
    deps.mail.send({ to, ...mail }).catch((error: unknown) => {
      deps.logger.warn({ err: error }, 'a mail was not sent');
    }),
  );
}
