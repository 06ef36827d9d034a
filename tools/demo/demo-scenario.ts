import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { parse } from 'csv-parse/sync';
import type { ApiClient } from './api-client.ts';
import type { DemoOptions } from './demo-options.ts';

/** What the demo made, for the view and the links. */
export interface DemoCampaign {
  campaignId: string;
  importId: string;
  accepted: number;
  rejected: { line: number; code: string; reason: string }[];
}

interface ImportPage {
  import: { id: string; listId: string; state: string; accepted: number; errorCode: string | null };
  rows: DemoCampaign['rejected'];
}

/** Minutes until a busy, silent or failed number is tried again; the demo's people are impatient. */
const RETRY_DELAY_MINUTES = { busy: 5, no_answer: 10, failed: 5 };
const IMPORT_POLL_MS = 150;

/** Does through the API what an admin would: do-not-call list, contacts, flow, campaign, start. */
export async function launchDemoCampaign(
  api: ApiClient,
  options: DemoOptions,
  say: (line: string) => void,
): Promise<DemoCampaign> {
  const suppressed = await suppressNumbers(api, options.doNotCall);
  say(`do-not-call list: ${suppressed} numbers`);
  const imported = await importContacts(api, options.contacts);
  say(`contacts: ${imported.import.accepted} taken, ${imported.rows.length} rows refused`);
  for (const { line, reason } of imported.rows) say(`  line ${line}: ${reason}`);
  const flow = await publishFlow(api, options.flow);
  say(`flow published: ${flow.name}, version ${flow.version}`);
  const campaignId = await startCampaign(api, imported.import.listId, flow.id);
  return {
    campaignId,
    importId: imported.import.id,
    accepted: imported.import.accepted,
    rejected: imported.rows,
  };
}

async function suppressNumbers(api: ApiClient, file: string): Promise<number> {
  const rows: { phone: string }[] = parse(await readFile(file, 'utf8'), {
    columns: true,
    skip_empty_lines: true,
    trim: true,
  });
  for (const { phone } of rows) {
    await api.post(
      '/api/v1/compliance/suppressions',
      { phone, source: 'demo do-not-call list' },
      randomUUID(),
    );
  }
  return rows.length;
}

async function importContacts(api: ApiClient, file: string): Promise<ImportPage> {
  const fields = { listName: `Reminders ${new Date().toISOString()}`, source: 'existing patients' };
  const { id } = await api.importCsv<{ id: string }>(file, fields);
  for (;;) {
    const page = await api.get<ImportPage>(`/api/v1/contacts/imports/${id}?limit=200`);
    if (page.import.state === 'completed') return page;
    if (page.import.state === 'failed') throw new Error(`The import failed: ${page.import.errorCode}`);
    await delay(IMPORT_POLL_MS);
  }
}

/** Makes a flow of a file and publishes it. */
export async function publishFlow(
  api: ApiClient,
  file: string,
): Promise<{ id: string; name: string; version: number }> {
  const document: { name: string } = JSON.parse(await readFile(file, 'utf8'));
  const { id } = await api.post<{ id: string }>(
    '/api/v1/ivr/flows',
    { name: document.name, document },
    randomUUID(),
  );
  const { version } = await api.post<{ version: number }>(
    `/api/v1/ivr/flows/${id}/publish`,
    {},
    randomUUID(),
  );
  return { id, name: document.name, version };
}

async function startCampaign(api: ApiClient, callListId: string, flowId: string): Promise<string> {
  const numbers = await api.get<{ data: { id: string }[] }>('/api/v1/phone-numbers');
  const campaign = {
    name: 'Appointment reminders',
    callListId,
    flowId,
    phoneNumberId: numbers.data[0]?.id,
    retryDelayMinutes: RETRY_DELAY_MINUTES,
    maxConcurrent: 60,
    costPerCallMicros: 13_000,
  };
  const { id } = await api.post<{ id: string }>('/api/v1/campaigns', campaign, randomUUID());
  await api.post(`/api/v1/campaigns/${id}/start`, {}, randomUUID());
  return id;
}
