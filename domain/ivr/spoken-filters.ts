import type { Language } from '../../contracts/call-instructions.ts';

/** The locale in which a language is spoken to callers. */
export const SPEECH_LOCALE: Readonly<Record<Language, string>> = { en: 'en-US', es: 'es-ES', cs: 'cs-CZ' };

const WRITTEN_MOMENT = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d))?/;

type Filter = (value: unknown) => string;

function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

function momentOf(value: unknown, needsTime: boolean): Date | null {
  const [, year, month, day, hour, minute] = WRITTEN_MOMENT.exec(textOf(value)) ?? [];
  if (year === undefined || (needsTime && hour === undefined)) return null;
  const moment = new Date(
    Date.UTC(+year, Number(month) - 1, Number(day), Number(hour ?? 0), Number(minute ?? 0)),
  );
  const isReal = moment.getUTCDate() === Number(day) && moment.getUTCHours() === Number(hour ?? 0);
  return isReal ? moment : null;
}

function spokenBy(format: Intl.DateTimeFormat, needsTime: boolean): Filter {
  return (value) => {
    const moment = momentOf(value, needsTime);
    return moment ? format.format(moment) : textOf(value);
  };
}

/**
 * The filters that speak a value: `spoken_date` and `spoken_time` of an ISO 8601 text, read as it is written (the
 * zone is the author's, nothing is shifted), and `spoken_digits`, one by one. What does not parse is said as it is.
 */
export function spokenFilters(language: Language): Record<string, Filter> {
  const locale = SPEECH_LOCALE[language];
  const date = new Intl.DateTimeFormat(locale, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    timeZone: 'UTC',
  });
  const time = new Intl.DateTimeFormat(locale, { hour: 'numeric', minute: '2-digit', timeZone: 'UTC' });
  return {
    spoken_date: spokenBy(date, false),
    spoken_time: spokenBy(time, true),
    spoken_digits: (value) => Array.from(textOf(value).slice(0, 100)).join(' '),
  };
}
