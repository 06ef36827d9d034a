import { createTransport } from 'nodemailer';
import type { ProviderSecret } from '../../contracts/provider-key.schema.ts';
import type { KeyVerdict } from '../../domain/secrets/key-check.port.ts';
import { isPublicAddress } from '../customer-http/public-address.ts';
import { systemResolver } from '../customer-http/target.ts';
import { smtpTls } from '../mail/smtp-tls.ts';

type SmtpSecret = Extract<ProviderSecret, { provider: 'smtp' }>['secret'];

/**
 * Logs in at a mail server and leaves without sending. The host is a customer's: it is resolved once, must be public,
 * the socket goes to exactly that address, and the password only over TLS. `override` (`host:port`) is asked instead, whatever its address.
 */
export async function checkSmtp(
  secret: SmtpSecret,
  override: string | undefined,
  limitMs: number,
): Promise<KeyVerdict> {
  const place = override === undefined ? await publicPlace(secret) : placeOf(override);
  if (typeof place === 'string') return { result: 'unverified', code: place };
  const transport = createTransport({
    ...place,
    ...smtpTls(place.host, secret.secure),
    auth: { user: secret.user, pass: secret.password },
    tls: { servername: secret.host },
    connectionTimeout: limitMs,
    greetingTimeout: limitMs,
    socketTimeout: limitMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  try {
    await transport.verify();
    return { result: 'valid', code: null };
  } catch (error) {
    return verdictOf(error);
  } finally {
    transport.close();
  }
}

async function publicPlace({ host, port }: SmtpSecret): Promise<{ host: string; port: number } | string> {
  const addresses = await systemResolver(host).catch(() => []);
  const [first] = addresses;
  if (!first) return 'host_not_found';
  if (!addresses.every(({ address }) => isPublicAddress(address))) return 'address_not_public';
  return { host: first.address, port };
}

function placeOf(text: string): { host: string; port: number } {
  const { hostname, port } = new URL(`smtp://${text}`);
  return { host: hostname, port: Number(port) };
}

/** Nodemailer's codes: EAUTH is the server's no; all others tell of the way to it. */
function verdictOf(error: unknown): KeyVerdict {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'EAUTH') return { result: 'invalid', code: 'unauthorized' };
  if (code === 'ETLS') return { result: 'unverified', code: 'no_tls' };
  return { result: 'unverified', code: code === 'ETIMEDOUT' ? 'timeout' : 'unreachable' };
}
