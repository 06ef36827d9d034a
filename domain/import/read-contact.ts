import { isSupportedCountry } from 'libphonenumber-js/max';
import { isZone } from '../compliance/open-intervals.ts';
import { countryOf } from '../phone/number-zones.ts';
import { isDialableE164, type PhoneFaultCode, toE164 } from '../phone/to-e164.ts';
import type { ContactColumn, ContactHeader } from './contact-columns.ts';
import { IMPORT_LIMITS } from './import-limits.ts';
import { stripFormula, unquoteFormula } from './strip-formula.ts';

export type Language = 'en' | 'es' | 'cs';

/** A contact as a file states it; null where it does not. `priority` higher is dialled earlier. */
export interface ImportedContact {
  phoneE164: string;
  firstName: string | null;
  lastName: string | null;
  email: string | null;
  language: Language;
  zone: string | null;
  region: string | null;
  country: string;
  externalId: string | null;
  priority: number;
  source: string;
  attributes: Readonly<Record<string, string>>;
}

/** What a file does not say: the language of the organization, and what was chosen for the import. */
export interface ImportDefaults {
  language: Language;
  /** ISO 3166-1 alpha-2, or an empty text. */
  country: string;
  source: string;
}

export type RowFaultCode =
  | PhoneFaultCode
  | 'row.column_count'
  | 'row.nul'
  | 'cell.too_long'
  | 'email.not_valid'
  | 'language.not_valid'
  | 'zone.not_valid'
  | 'region.not_valid'
  | 'country.not_valid'
  | 'priority.not_valid'
  | 'source.missing';

/** Why a row was refused; `detail` names a column or counts, never a value: it is shown and logged. */
export interface RowFault {
  ok: false;
  code: RowFaultCode;
  detail?: string;
}

export type RowResult = { ok: true; contact: ImportedContact } | RowFault;

class Refusal extends Error {
  readonly fault: RowFault;
  constructor(code: RowFaultCode, detail?: string) {
    super(code);
    this.fault = { ok: false, code, ...(detail === undefined ? {} : { detail }) };
  }
}

const EMAIL = /^[^\s@,;<>"]+@[^\s@,;<>"]+\.[^\s@,;<>".]+$/;
const REGION = /^(?:[A-Z]{2}-)?([A-Z0-9]{1,3})$/;
const PRIORITY = /^-?\d{1,6}$/;
const knownZones = new Map<string, boolean>();

function isKnownZone(zone: string): boolean {
  let known = knownZones.get(zone);
  if (known === undefined && knownZones.size < 2_000) {
    known = isZone(zone);
    knownZones.set(zone, known);
  }
  return known ?? isZone(zone);
}

function text(value: string, column: string, longest: number): string | null {
  const cleaned = stripFormula(value);
  if (cleaned.length > longest)
    throw new Refusal('cell.too_long', `${column}: more than ${longest} characters`);
  return cleaned === '' ? null : cleaned;
}

function readLanguage(value: string, fallback: Language): Language {
  if (value === '') return fallback;
  const primary = value.toLowerCase().split(/[-_]/, 1)[0];
  if (primary === 'en' || primary === 'es' || primary === 'cs') return primary;
  throw new Refusal('language.not_valid');
}

function readZone(value: string): string | null {
  if (value === '') return null;
  if (value.length > IMPORT_LIMITS.columnName || !isKnownZone(value)) throw new Refusal('zone.not_valid');
  return value;
}

function readRegion(value: string): string | null {
  if (value === '') return null;
  const region = REGION.exec(value.toUpperCase())?.[1];
  if (region === undefined) throw new Refusal('region.not_valid');
  return region;
}

function readCountry(value: string): string | null {
  if (value === '') return null;
  const country = value.toUpperCase();
  if (!isSupportedCountry(country)) throw new Refusal('country.not_valid');
  return country;
}

function readPhone(cell: string, defaultCountry: string): string {
  const value = unquoteFormula(cell);
  if (isDialableE164(value)) return value;
  const result = toE164(value, defaultCountry);
  if (!result.ok) throw new Refusal(result.code);
  return result.e164;
}

function readEmail(value: string): string | null {
  const email = text(value, 'email', IMPORT_LIMITS.email);
  if (email !== null && !EMAIL.test(email)) throw new Refusal('email.not_valid');
  return email;
}

function readPriority(value: string): number {
  if (value === '') return 0;
  if (!PRIORITY.test(value)) throw new Refusal('priority.not_valid');
  return Number(value);
}

function readSource(value: string, fallback: string): string {
  const source = text(value, 'source', IMPORT_LIMITS.source) ?? fallback;
  if (source === '') throw new Refusal('source.missing');
  return source;
}

function readAttributes(cells: readonly string[], header: ContactHeader): Record<string, string> {
  const attributes: Record<string, string> = {};
  for (const { name, index } of header.attributes) {
    const value = text(cells[index] ?? '', name, IMPORT_LIMITS.attribute);
    if (value !== null) attributes[name] = value;
  }
  return attributes;
}

function readChecked(
  cells: readonly string[],
  header: ContactHeader,
  defaults: ImportDefaults,
): ImportedContact {
  if (cells.length !== header.count)
    throw new Refusal('row.column_count', `${cells.length} cells, the header has ${header.count}`);
  if (cells.some((cell) => cell.includes('\0'))) throw new Refusal('row.nul');
  const cell = (column: ContactColumn) => {
    const index = header.columns[column];
    return index === undefined ? '' : (cells[index] ?? '').trim();
  };
  const country = readCountry(cell('country'));
  const phoneE164 = readPhone(cell('phone'), country ?? defaults.country);
  return {
    phoneE164,
    firstName: text(cell('first_name'), 'first_name', IMPORT_LIMITS.name),
    lastName: text(cell('last_name'), 'last_name', IMPORT_LIMITS.name),
    email: readEmail(cell('email')),
    language: readLanguage(cell('language'), defaults.language),
    zone: readZone(cell('zone')),
    region: readRegion(cell('region')),
    country: country ?? countryOf(phoneE164) ?? defaults.country,
    externalId: text(cell('external_id'), 'external_id', IMPORT_LIMITS.externalId),
    priority: readPriority(cell('priority')),
    source: readSource(cell('source'), defaults.source),
    attributes: readAttributes(cells, header),
  };
}

/** One record as a contact, or the first reason why not. Pure. */
export function readContact(
  cells: readonly string[],
  header: ContactHeader,
  defaults: ImportDefaults,
): RowResult {
  try {
    return { ok: true, contact: readChecked(cells, header, defaults) };
  } catch (thrown) {
    if (thrown instanceof Refusal) return thrown.fault;
    throw thrown;
  }
}
