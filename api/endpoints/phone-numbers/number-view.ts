import type { z } from 'zod';
import type { phoneNumberDetailSchema, phoneNumberSchema } from '../../../contracts/phone-number.schema.ts';
import { attachmentOf, type NumberRow, type WrittenUrls } from '../../../db/numbers/number-row.ts';
import type { CarrierLook } from '../../../domain/number/number-drift.ts';
import type { NumberUrls } from '../../../domain/number/number-urls.ts';
import { toInstant, toInstantOrNull } from '../../http/instant.ts';

/** A number as the API shows it. */
export function toPhoneNumber(row: NumberRow): z.input<typeof phoneNumberSchema> {
  return {
    id: row.id,
    number: row.e164,
    label: row.label,
    provider: row.provider,
    carrierAccountId: row.carrierAccountId,
    providerNumberId: row.providerNumberId,
    capabilities: row.capabilities,
    flowId: row.flowId,
    language: row.language,
    inCallerIdPool: row.inCallerIdPool,
    attachment: attachmentOf(row),
    attachedAt: toInstantOrNull(row.attachedAt),
    createdAt: toInstant(row.createdAt),
  };
}

/** A number with what the carrier has. */
export function toPhoneNumberDetail(
  row: NumberRow,
  { atCarrier, drift }: CarrierLook,
): z.input<typeof phoneNumberDetailSchema> {
  return {
    ...toPhoneNumber(row),
    previousUrls: row.previousUrls,
    writtenUrls: row.writtenUrls && urlsOf(row.writtenUrls),
    atCarrier,
    drift: {
      state: drift.state,
      fields: drift.state === 'drifted' ? drift.fields : [],
      reason: drift.state === 'unknown' ? drift.reason : null,
    },
  };
}

/** The addresses alone, without the change that is under way. */
function urlsOf(written: WrittenUrls): NumberUrls {
  const { voiceUrl, voiceMethod, fallbackUrl, fallbackMethod, statusUrl, statusMethod } = written;
  const { applicationId, trunkId } = written;
  return {
    voiceUrl,
    voiceMethod,
    fallbackUrl,
    fallbackMethod,
    statusUrl,
    statusMethod,
    applicationId,
    trunkId,
  };
}
