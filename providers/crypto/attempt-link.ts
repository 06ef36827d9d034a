import { createHmac, timingSafeEqual } from 'node:crypto';

/** Bytes of the link code: 128 bits, 22 base64url characters. */
const LENGTH = 16;

function code(linkKey: Buffer, attemptId: string): Buffer {
  return createHmac('sha256', linkKey).update(`attempt:${attemptId}`, 'utf8').digest().subarray(0, LENGTH);
}

/** The `k` of every URL that names an attempt: who may speak of it. `linkKey` is the organization's `link_key`. */
export const attemptLink = {
  sign: (linkKey: Buffer, attemptId: string): string => code(linkKey, attemptId).toString('base64url'),

  /** Constant-time; false for any malformed `k`. Compared as text: the last letter's spare bits would let 16 pass. */
  verify(linkKey: Buffer, attemptId: string, k: string): boolean {
    if (!/^[\w-]{22}$/.test(k)) return false;
    return timingSafeEqual(Buffer.from(k), Buffer.from(attemptLink.sign(linkKey, attemptId)));
  },
};
