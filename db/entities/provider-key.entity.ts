import { defineEntity, p } from '@mikro-orm/postgresql';
import { id, moment, now, orgId, tenantRows } from './columns.ts';

const ProviderKeySchema = defineEntity({
  name: 'ProviderKey',
  ...tenantRows,
  uniques: [
    {
      name: 'provider_key_label_key',
      properties: ['orgId', 'provider', 'label'],
      where: `state <> 'revoked'`,
    },
  ],
  checks: [
    {
      name: 'provider_key_previous_check',
      expression: `(previous_ciphertext is null) = (previous_key_version is null) and (previous_ciphertext is null) = (previous_until is null)`,
    },
  ],
  properties: {
    orgId: orgId(),
    id: id(),
    /** twilio, telnyx, openai, anthropic, google, deepgram, elevenlabs, stripe, smtp. */
    provider: p.text(),
    label: p.text(),
    /** What of it may be shown. */
    masked: p.text(),
    ciphertext: p.blob().hidden(),
    /** Version of the data key that sealed it. */
    keyVersion: p.integer(),
    /** Raised by each rotation. */
    version: p.integer().default(1).check('version > 0'),
    state: p.enum(['active', 'invalid', 'revoked']).default('active'),
    /** The provider's last answer; null while it has given none. */
    isValid: p.boolean().nullable(),
    validatedAt: moment().nullable(),
    /** What the provider said at the last validation. */
    validationCode: p.text().nullable(),
    /** Still accepted until `previousUntil`, while a key is being rotated. */
    previousCiphertext: p.blob().nullable().hidden(),
    previousKeyVersion: p.integer().nullable(),
    previousUntil: moment().nullable(),
    useCount: p.bigint('number').default(0),
    lastUsedAt: moment().nullable(),
    createdBy: p.uuid().nullable(),
    createdAt: now(),
    updatedAt: now(),
  },
});

/** An organization's own key at a provider: sealed, shown only masked, and never given out again. */
export class ProviderKey extends ProviderKeySchema.class {}
ProviderKeySchema.setClass(ProviderKey);
