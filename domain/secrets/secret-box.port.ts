/** A secret as it is stored: cipher text, and the version of the organization's data key that it lies under. */
export interface Sealed {
  readonly ciphertext: Buffer;
  readonly keyVersion: number;
}

/**
 * Keeps secrets of organizations. `kind` names what a secret is and, where there are several, of which row
 * (`provider_key:<id>`): one sealed as another kind, or of another organization, does not open.
 */
export interface SecretBox {
  /** Seals under the organization's current data key, which is made at the first use. */
  seal(orgId: string, kind: string, plaintext: string): Promise<Sealed>;
  /** The plain text; throws `secret.unreadable` when it was changed, moved or sealed under a key we do not have. */
  open(orgId: string, kind: string, sealed: Sealed): Promise<string>;
}
