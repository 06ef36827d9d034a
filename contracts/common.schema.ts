import { z } from 'zod';

/** Id of any resource: a UUID, version 7 where we made it. */
export const idSchema = z.uuid();

/** A moment as RFC 3339 text in UTC, milliseconds at most. */
export const instantSchema = z.iso.datetime().meta({ description: 'RFC 3339, UTC.' });

/** A telephone number in E.164, `+` and 7 to 15 digits. */
export const e164Schema = z
  .string()
  .regex(/^\+[1-9]\d{6,14}$/)
  .meta({ description: 'E.164 number.', example: '+12125550123' });

/** Languages of prompts and people. */
export const languageSchema = z.enum(['en', 'es', 'cs']);

/** A time zone by its IANA name, as this platform knows it. */
export const zoneSchema = z
  .string()
  .max(64)
  .refine(isZone, 'It must be an IANA time zone.')
  .meta({ description: 'IANA time zone.', example: 'America/New_York' });

/** ISO 3166-1 alpha-2 country code in capitals. */
export const countrySchema = z.string().regex(/^[A-Z]{2}$/);

/** Path parameters of one resource. */
export const idParamsSchema = z.object({ id: idSchema });

/** Query of every list: `cursor` is the `nextCursor` of the page before, `limit` 1 to 200. */
export const pageQuerySchema = z.object({
  cursor: z.string().max(2_000).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

/** One page of a list; `nextCursor` is null on the last. */
export function pageSchema<T extends z.ZodType>(item: T) {
  return z.object({ data: z.array(item), nextCursor: z.string().nullable() });
}

function isZone(zone: string): boolean {
  try {
    // Offsets such as +01:00 are no names: they know no daylight saving time.
    return /^[A-Za-z]/.test(zone) && Boolean(new Intl.DateTimeFormat('en', { timeZone: zone }));
  } catch {
    return false;
  }
}
