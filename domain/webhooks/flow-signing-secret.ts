import { createHmac } from 'node:crypto';

/**
 * The secret that signs the requests of an organization's flows, `whsec_…` of 32 bytes: derived from its link key, so
 * that there is nothing to store, and telling nothing of it.
 */
export function flowSigningSecret(linkKey: Buffer): string {
  return `whsec_${createHmac('sha256', linkKey).update('flow-webhook').digest('base64')}`;
}
