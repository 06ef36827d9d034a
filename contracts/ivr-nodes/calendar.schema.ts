import { z } from 'zod';

const timeOfDaySchema = z.string().regex(/^(?:([01]\d|2[0-3]):[0-5]\d|24:00)$/, 'Not a time of day, HH:MM.');

/** Business hours: weekly opening times in one zone, less holidays. Days are 1 = Monday to 7; `to` is not included. */
export const calendarSchema = z.strictObject({
  /** IANA zone. */
  zone: z.string().min(1).max(64),
  weekly: z
    .array(
      z.strictObject({
        days: z.array(z.int().min(1).max(7)).min(1).max(7),
        from: timeOfDaySchema,
        to: timeOfDaySchema,
      }),
    )
    .max(30),
  /** Local dates on which nothing is open. */
  holidays: z.array(z.iso.date()).max(200).default([]),
});

/** Business hours with their defaults filled in. */
export type Calendar = z.output<typeof calendarSchema>;
