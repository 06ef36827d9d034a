import type { Carrier } from '../carrier.ts';
import { type ApiAnswer, type ApiRequest, accountRoute, json, type Route } from './api.ts';
import { ApiError } from './api-error.ts';

/** Numbers that can be bought: the fictional ones (555-01xx) of an area of the United States. */
export const availableNumberRoutes: readonly Route[] = [
  accountRoute('GET', '/AvailablePhoneNumbers/US/Local', listAvailable),
];

const USUAL_AREA = '212';

function listAvailable(carrier: Carrier, request: ApiRequest): ApiAnswer {
  const area = request.query.get('AreaCode') ?? USUAL_AREA;
  const wanted = (request.query.get('Contains') ?? '').replaceAll(/[*+]/g, '');
  const size = Number(request.query.get('PageSize') ?? 20);
  const numbers = freeNumbers(carrier, area).filter((e164) => e164.includes(wanted));
  return json({
    available_phone_numbers: numbers.slice(0, size).map((e164) => ({
      address_requirements: 'none',
      beta: false,
      capabilities: { voice: true, SMS: true, MMS: false, fax: false },
      friendly_name: `(${e164.slice(2, 5)}) ${e164.slice(5, 8)}-${e164.slice(8)}`,
      iso_country: 'US',
      lata: null,
      latitude: null,
      locality: null,
      longitude: null,
      phone_number: e164,
      postal_code: null,
      rate_center: null,
      region: null,
    })),
    uri: `${carrier.accountPath}/AvailablePhoneNumbers/US/Local.json`,
  });
}

/** The first number of an area that is not ours. Throws ApiError 21451 (no area), 21452 (all are ours). */
export function freeNumberIn(carrier: Carrier, area: string): string {
  if (area === '') throw new ApiError(21421, 'PhoneNumber or AreaCode is required');
  if (!/^[2-9]\d{2}$/.test(area)) throw new ApiError(21451);
  const [first] = freeNumbers(carrier, area);
  if (first === undefined) throw new ApiError(21452);
  return first;
}

function freeNumbers(carrier: Carrier, area: string): string[] {
  if (!/^[2-9]\d{2}$/.test(area)) throw new ApiError(21451);
  const all = Array.from({ length: 100 }, (_, index) => `+1${area}55501${String(index).padStart(2, '0')}`);
  return all.filter((e164) => !carrier.numbers.byNumber(e164));
}
