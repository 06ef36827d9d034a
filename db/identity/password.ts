import { hash, verify } from '@node-rs/argon2';

/** argon2id (the library's default) with 19 MiB, two passes, one lane. Source: OWASP Password Storage Cheat Sheet. */
const OPTIONS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

let decoy: Promise<string> | undefined;

/** The stored form of a password. */
export function hashPassword(password: string): Promise<string> {
  return hash(normal(password), OPTIONS);
}

/**
 * Whether a password fits its stored hash. Without a hash (no such user) the same work is done against a decoy, so
 * that the time of the answer does not tell whether an address is known.
 */
export async function passwordFits(password: string, storedHash: string | null): Promise<boolean> {
  decoy ??= hash('nobody has this password', OPTIONS);
  const fits = await verify(storedHash ?? (await decoy), normal(password));
  return storedHash !== null && fits;
}

/** Keyboards and systems write one letter in several ways. Source: NIST SP 800-63B, section 3.1.1.2. */
function normal(password: string): string {
  return password.normalize('NFC');
}
