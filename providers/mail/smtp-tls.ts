const THIS_MACHINE: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '::1', '[::1]']);

/**
 * Nodemailer's options of how a mail server is spoken to: TLS from the first byte, or by STARTTLS, without which nothing
 * is said that others may not hear. Plain text goes to this machine alone. Source: RFC 8314.
 */
export function smtpTls(host: string, secure: boolean): { secure: boolean; requireTLS: boolean } {
  return { secure, requireTLS: !secure && !THIS_MACHINE.has(host) };
}
