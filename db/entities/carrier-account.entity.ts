import { defineEntity, p } from '@mikro-orm/postgresql';
import { id, moment, now, orgId, tenantRows } from './columns.ts';

const CarrierAccountSchema = defineEntity({
  name: 'CarrierAccount',
  ...tenantRows,
  uniques: [{ name: 'carrier_account_sid_key', properties: ['orgId', 'provider', 'accountSid'] }],
  checks: [
    {
      name: 'carrier_account_auth_token_check',
      expression: 'auth_token is not null or auth_token_ciphertext is not null',
    },
    {
      name: 'carrier_account_sealed_check',
      expression: `(auth_token_ciphertext is null) = (auth_token_key_version is null) and (auth_token_previous_ciphertext is null) = (auth_token_previous_key_version is null)`,
    },
  ],
  properties: {
    orgId: orgId(),
    id: id(),
    provider: p.enum(['twilio', 'telnyx']),
    accountSid: p.text(),
    /** Null once the token is sealed. */
    authToken: p.text().nullable().hidden(),
    authTokenCiphertext: p.blob().nullable().hidden(),
    /** Version of the data key that sealed it. */
    authTokenKeyVersion: p.integer().nullable(),
    /** Still accepted on webhooks while a token is being rotated. */
    authTokenPrevious: p.text().nullable().hidden(),
    authTokenPreviousCiphertext: p.blob().nullable().hidden(),
    authTokenPreviousKeyVersion: p.integer().nullable(),
    /** Null is the real carrier; then rule time must be wall time. */
    apiBaseUrl: p.text().nullable(),
    /** Calls per second. */
    cps: p.decimal('number').columnType('numeric').check('cps > 0'),
    maxConcurrent: p.integer().check('max_concurrent > 0'),
    /** Wall time of the next free dialling slot; advanced by 1/cps in T0 of placeCall. */
    nextSlotAt: moment().defaultRaw(`'1970-01-01 00:00:00+00'`),
    createdAt: now(),
  },
});

/** An account at a carrier; the row is also the exact pacer of its calls. */
export class CarrierAccount extends CarrierAccountSchema.class {}
CarrierAccountSchema.setClass(CarrierAccount);
