import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import type { ApiClient } from '../../demo/api-client.ts';

/** What a campaign of a proof or a bench is made from. */
export interface CampaignOrder {
  /** CSV of contacts. */
  readonly contacts: string;
  readonly name: string;
  /** Flow JSON; the appointment reminder of the examples when left out. */
  readonly flow?: string;
  readonly maxAttempts?: number;
  readonly maxConcurrent?: number;
}

/** The flow of proofs and benches unless they bring their own: 0 hears it again, 1 confirms. */
export const FLOW = 'examples/flows/appointment-reminder.flow.json';
const POLL_MS = 100;
const RETRY_DELAY_MINUTES = { busy: 1, no_answer: 1, failed: 1 };

/** Imports contacts, publishes the flow, makes a campaign and starts it, all through the API. Answers its id. */
export async function launchCampaign(api: ApiClient, order: CampaignOrder): Promise<string> {
  const campaignId = await prepareCampaign(api, order);
  await startCampaign(api, campaignId);
  return campaignId;
}

/** All of it but the start. */
export async function prepareCampaign(api: ApiClient, order: CampaignOrder): Promise<string> {
  const callListId = await importContacts(api, order);
  const flowId = await publishFlow(api, order.flow ?? FLOW);
  const numbers = await api.get<{ data: { id: string }[] }>('/api/v1/phone-numbers');
  const campaign = {
    name: order.name,
    callListId,
    flowId,
    phoneNumberId: numbers.data[0]?.id,
    retryDelayMinutes: RETRY_DELAY_MINUTES,
    maxAttempts: order.maxAttempts ?? 2,
    maxConcurrent: order.maxConcurrent ?? 40,
    costPerCallMicros: 1_000,
  };
  const { id } = await api.post<{ id: string }>('/api/v1/campaigns', campaign, randomUUID());
  return id;
}

export async function startCampaign(api: ApiClient, campaignId: string): Promise<void> {
  await api.post(`/api/v1/campaigns/${campaignId}/start`, {}, randomUUID());
}

async function importContacts(api: ApiClient, { contacts, name }: CampaignOrder): Promise<string> {
  const { id } = await api.importCsv<{ id: string }>(contacts, { listName: name, source: 'proof' });
  for (;;) {
    const page = await api.get<{
      import: { state: string; listId: string; accepted: number; errorCode: string | null };
    }>(`/api/v1/contacts/imports/${id}?limit=1`);
    const { state, listId, accepted, errorCode } = page.import;
    if (state === 'completed' && accepted > 0) return listId;
    if (state === 'completed' || state === 'failed')
      throw new Error(`import ${state}: ${accepted} taken, ${errorCode}`);
    await delay(POLL_MS);
  }
}

/** Makes a flow of a file and publishes it; answers its id. */
export async function publishFlow(api: ApiClient, file: string): Promise<string> {
  const document = JSON.parse(await readFile(file, 'utf8')) as { name: string };
  const flow = await api.post<{ id: string }>(
    '/api/v1/ivr/flows',
    { name: document.name, document },
    randomUUID(),
  );
  await api.post(`/api/v1/ivr/flows/${flow.id}/publish`, {}, randomUUID());
  return flow.id;
}
