import type { Payload, PayloadCodec } from '@temporalio/common';
import proto from '@temporalio/proto';
import { AppError } from '../domain/errors.ts';
import { decrypt, encrypt } from '../providers/secrets/aes-gcm.ts';
import { organizationOf, type PayloadKeys } from './payload-keys.ts';

/** The part of Temporal's serialization context that tells whose payload it is. */
type Context = { readonly workflowId?: string | undefined } | undefined;

const PayloadType = proto.temporal.api.common.v1.Payload;

/** The name of this encoding; the same as in Temporal's samples, so that tools know it. */
const ENCODING = 'binary/encrypted';
const ENCODING_BYTES = Buffer.from(ENCODING);
const CIPHER_BYTES = Buffer.from('aes-256-gcm');
const KEY_ID = 'encryption-key-id';

/** Inputs of workflows and activities begin with their organization; nothing deeper is believed. */
const ORGANIZATION_FIRST = /^\{"orgId":"(?<orgId>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})"/;
const HEAD_BYTES = 48;
const MOST_WORKFLOWS = 50_000;

/**
 * Encrypts every payload: AES-256-GCM under the key of the organization that its workflow belongs to, as far as this
 * process knows it, else under the installation's; the key's name is in the metadata and authenticated. Payloads that
 * are not encrypted are decoded as they are. Source: docs/decisions/0008.
 */
export function createPayloadCodec(keys: PayloadKeys): PayloadCodec {
  const organizations = new Map<string, string>();

  function learn(context: Context, orgId: string | undefined): void {
    const workflowId = context?.workflowId;
    if (workflowId === undefined || orgId === undefined || organizations.has(workflowId)) return;
    const oldest = organizations.keys().next();
    if (organizations.size >= MOST_WORKFLOWS && !oldest.done) organizations.delete(oldest.value);
    organizations.set(workflowId, orgId);
  }

  function organizationOfPayload(payload: Payload, context: Context): string | undefined {
    const known = organizations.get(context?.workflowId ?? '');
    if (known !== undefined) return known;
    const head = Buffer.from(payload.data?.subarray(0, HEAD_BYTES) ?? []).toString('latin1');
    const orgId = ORGANIZATION_FIRST.exec(head)?.groups?.['orgId'];
    learn(context, orgId);
    return orgId;
  }

  async function encodeOne(payload: Payload, context: Context): Promise<Payload> {
    const { id, key } = await keys.keyOf(organizationOfPayload(payload, context));
    return {
      metadata: {
        encoding: ENCODING_BYTES,
        'encryption-cipher': CIPHER_BYTES,
        [KEY_ID]: Buffer.from(id),
      },
      data: encrypt(key, PayloadType.encode(payload).finish(), id),
    };
  }

  async function decodeOne(payload: Payload, context: Context): Promise<Payload> {
    if (!isEncrypted(payload)) {
      organizationOfPayload(payload, context);
      return payload;
    }
    const id = textOf(payload.metadata?.[KEY_ID]);
    const bytes = decrypt(await keys.keyNamed(id), payload.data ?? new Uint8Array(), id);
    if (!bytes) throw new AppError({ code: 'secret.unreadable' });
    learn(context, organizationOf(id));
    return PayloadType.decode(bytes);
  }

  return {
    encode: (payloads, context?) => Promise.all(payloads.map((payload) => encodeOne(payload, context))),
    decode: (payloads, context?) => Promise.all(payloads.map((payload) => decodeOne(payload, context))),
  };
}

/** Whether a payload is one of ours. */
export function isEncrypted(payload: Payload): boolean {
  return textOf(payload.metadata?.['encoding']) === ENCODING;
}

function textOf(bytes: Uint8Array | null | undefined): string {
  return bytes ? Buffer.from(bytes).toString('utf8') : '';
}
