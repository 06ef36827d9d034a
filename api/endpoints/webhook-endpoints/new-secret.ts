import { randomBytes } from 'node:crypto';
import type { Sealed } from '../../../domain/secrets/secret-box.port.ts';
import { webhookSecretKind } from '../../../domain/webhooks/webhook-secret-kind.ts';
import type { ApiDeps } from '../../deps.ts';

/** Source: Standard Webhooks specification, "Signature scheme": 24 to 64 bytes. */
const SECRET_BYTES = 32;

/** A new secret of an endpoint, `whsec_…`, and the same sealed. */
export async function newSecret(
  { keys }: ApiDeps,
  orgId: string,
  endpointId: string,
): Promise<{ secret: string; sealed: Sealed }> {
  const secret = `whsec_${randomBytes(SECRET_BYTES).toString('base64')}`;
  return { secret, sealed: await keys.box.seal(orgId, webhookSecretKind(endpointId), secret) };
}
