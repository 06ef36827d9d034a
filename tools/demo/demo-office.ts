import type { ApiClient } from './api-client.ts';
import { publishFlow } from './demo-scenario.ts';

const OFFICE_FLOW = 'examples/flows/office.flow.json';
/** Twilio's code for a number that is the account's already. */
const ALREADY_OURS = 21_422;
const REQUEST_LIMIT_MS = 10_000;

/** Where the emulated carrier is, and the account there. */
interface CarrierAccount {
  accountSid: string;
  authToken: string;
  apiBaseUrl: string;
}

interface Flow {
  id: string;
  name: string;
}

interface AttachedNumber {
  number: string;
  attachment: string;
  flowId: string | null;
}

/** Buys the number at the emulated carrier and has the office flow answer it, as an admin would. Safe to repeat. */
export async function openOffice(
  api: ApiClient,
  carrier: CarrierAccount,
  number: string,
): Promise<{ flowName: string }> {
  const numbers = await api.get<{ data: AttachedNumber[] }>('/api/v1/phone-numbers');
  const known = numbers.data.find((one) => one.number === number && one.attachment === 'attached');
  if (known?.flowId) return { flowName: (await api.get<Flow>(`/api/v1/ivr/flows/${known.flowId}`)).name };
  await buyNumber(carrier, number);
  const flow = await publishFlow(api, OFFICE_FLOW);
  await api.post('/api/v1/phone-numbers', { number, flowId: flow.id, label: 'Office' });
  return { flowName: flow.name };
}

async function buyNumber(
  { accountSid, authToken, apiBaseUrl }: CarrierAccount,
  number: string,
): Promise<void> {
  const path = `/2010-04-01/Accounts/${accountSid}/IncomingPhoneNumbers.json`;
  const response = await fetch(new URL(path, apiBaseUrl), {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}` },
    body: new URLSearchParams({ PhoneNumber: number, FriendlyName: 'Office' }),
    signal: AbortSignal.timeout(REQUEST_LIMIT_MS),
  });
  if (response.ok) return;
  const { code, message } = (await response.json()) as { code?: number; message?: string };
  if (code !== ALREADY_OURS)
    throw new Error(`The carrier did not sell ${number}: ${message ?? response.status}`);
}
