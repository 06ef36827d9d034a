/** A data key as it is stored: wrapped by the key-encryption key `kekId`. */
export interface WrappedKey {
  readonly wrappedKey: Buffer;
  readonly kekId: string;
}

/**
 * Wraps data keys under a key-encryption key that never leaves it: a key management service, or the local adapter.
 * `bound` (organization and version) is authenticated, so that a wrapped key cannot be given to another organization.
 */
export interface KeyWrapper {
  /** Name of the key-encryption key that `wrap` uses. */
  readonly kekId: string;
  wrap(key: Buffer, bound: string): Promise<WrappedKey>;
  /** Throws `secret.unreadable` when it has no such key-encryption key or the bytes were changed. */
  unwrap(wrapped: WrappedKey, bound: string): Promise<Buffer>;
}
