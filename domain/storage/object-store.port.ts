import type { Readable } from 'node:stream';

/** Bytes `first` to `last`, both included, counted from 0. */
export interface ByteRange {
  first: number;
  last: number;
}

/** Keeps files by key: lower-case letters, digits, `-`, `_` and `/`, with no empty part. */
export interface ObjectStore {
  /** Keeps a whole stream under a key, all or nothing; what was there before is replaced. Rejects when the stream fails. */
  put(key: string, body: Readable): Promise<void>;
  /** The bytes of an object, or of a part that lies inside it; null when there is none. */
  open(key: string, range?: ByteRange): Promise<Readable | null>;
  /** Deletes an object. IDEMPOTENT: one that is not there is as good as deleted. */
  remove(key: string): Promise<void>;
}

/** What a key looks like: no dots, so that it can never lead out of the store. */
export const OBJECT_KEY = /^[a-z0-9_-]+(\/[a-z0-9_-]+)*$/;
