import { randomBytes } from 'node:crypto';
import type { ClientBase, Pool } from 'pg';
import { seed } from '../../db/seed.ts';
import { withOrg } from '../../db/tenant.ts';
import type { DatabaseUrls } from '../../tools/stack/parts/postgres.ts';
import { insertContact, insertRow, newAttempt, newDecision } from './tenant-fixture.ts';
import { insertIdentity, insertInboundCall, insertSecrets, insertWebhook } from './tenant-rows.ts';

/** An organization with one row, or more, in every table that has organizations. */
export interface Tenant {
  orgId: string;
  orgRef: string;
  adminEmail: string;
  carrierAccountId: string;
  campaignId: string;
  contactId: string;
  attemptId: string;
}

/** Makes a tenant as the product does: organization and account by `seed`, the rest as app_user. */
export async function fillTenant(pool: Pool, urls: DatabaseUrls, name: string): Promise<Tenant> {
  const adminEmail = `admin@${name}.example`;
  const seeded = await seed({
    ownerUrl: urls.owner,
    orgName: name,
    adminEmail,
    adminPassword: 'correct horse battery staple',
    carrier: {
      accountSid: 'AC1',
      authToken: 'token',
      apiBaseUrl: 'http://127.0.0.1:1',
      cps: 10,
      maxConcurrent: 10,
    },
    numbers: [{ e164: '+12125550100', language: 'en' }],
  });
  const { orgId, orgRef, carrierAccountId } = seeded;
  const phoneNumberId = seeded.phoneNumberIds['+12125550100'];
  const made = await withOrg(pool, orgId, async (tx) => {
    const { contactId, callListId } = await insertContacts(tx, orgId);
    const { flowId, flowVersionId } = await insertFlow(tx, orgId);
    const campaignId = await insertCampaign(tx, { orgId, callListId, flowId, phoneNumberId, contactId });
    const attemptId = await insertAttempt(tx, { orgId, contactId, carrierAccountId });
    await insertMessages(tx, orgId, attemptId);
    const roots = { orgId, adminId: seeded.adminId, contactId, flowId, flowVersionId, phoneNumberId };
    for (const insert of [insertInboundCall, insertIdentity, insertSecrets, insertWebhook])
      await insert(tx, roots);
    return { campaignId, contactId, attemptId };
  });
  return { orgId, orgRef, adminEmail, carrierAccountId, ...made };
}

async function insertContacts(tx: ClientBase, orgId: string) {
  const contactId = await insertContact(tx, orgId);
  await insertRow(tx, 'contact_pii', { org_id: orgId, contact_id: contactId, phone_e164: '+12125550123' });
  const callListId = await insertRow(tx, 'call_list', { org_id: orgId, name: 'list' });
  await insertRow(tx, 'call_list_member', { org_id: orgId, call_list_id: callListId, contact_id: contactId });
  const importId = await insertRow(tx, 'contact_import', {
    org_id: orgId,
    call_list_id: callListId,
    file_name: 'contacts.csv',
    file_path: 'uploads/contacts.csv',
    file_sha256: randomBytes(32).toString('hex'),
    byte_size: 1,
    source: 'test',
    default_country: 'US',
  });
  const row = { org_id: orgId, import_id: importId, line_no: 2, code: 'phone.bad', reason: 'not a number' };
  await insertRow(tx, 'contact_import_row', row);
  return { contactId, callListId };
}

async function insertFlow(tx: ClientBase, orgId: string) {
  const flowId = await insertRow(tx, 'flow', { org_id: orgId, name: 'flow' });
  await insertRow(tx, 'flow_draft', { org_id: orgId, flow_id: flowId, document: '{}' });
  const flowVersionId = await insertRow(tx, 'flow_version', {
    org_id: orgId,
    flow_id: flowId,
    version: 1,
    document: '{}',
    graph: '{}',
    prompts: '{}',
    reads: [],
  });
  return { flowId, flowVersionId };
}

async function insertCampaign(
  tx: ClientBase,
  of: Record<'orgId' | 'callListId' | 'flowId' | 'contactId', string> & { phoneNumberId: string | undefined },
): Promise<string> {
  const org = { org_id: of.orgId };
  const campaignId = await insertRow(tx, 'campaign', {
    ...org,
    name: 'campaign',
    state: 'running',
    call_list_id: of.callListId,
    flow_id: of.flowId,
    phone_number_id: of.phoneNumberId,
    purpose: 'informational',
  });
  const campaign = { ...org, campaign_id: campaignId };
  await insertRow(tx, 'campaign_control', { ...campaign, max_concurrent: 1, updated_by: 'test' });
  await insertRow(tx, 'campaign_counter', campaign);
  await insertRow(tx, 'campaign_contact', { ...campaign, contact_id: of.contactId });
  return campaignId;
}

async function insertAttempt(
  tx: ClientBase,
  of: { orgId: string; contactId: string; carrierAccountId: string },
): Promise<string> {
  const org = { org_id: of.orgId };
  const attemptId = await insertRow(tx, 'call_attempt', newAttempt(of));
  await insertRow(tx, 'dial_decision', newDecision({ ...of, attemptId }));
  const callId = await insertRow(tx, 'call', {
    ...org,
    id: attemptId,
    direction: 'outbound',
    provider: 'twilio',
    provider_account: 'AC1',
    attempt_id: attemptId,
    state: 'queued',
  });
  await insertRow(tx, 'call_leg', { ...org, call_id: callId, kind: 'callee', state: 'queued' });
  return attemptId;
}

async function insertMessages(tx: ClientBase, orgId: string, attemptId: string): Promise<void> {
  const org = { org_id: orgId };
  await insertRow(tx, 'suppression', { ...org, phone_hash: randomBytes(32), source: 'test' });
  const inbox = { provider: 'twilio', dedupe_key: 'key', attempt_id: attemptId, raw: '{}' };
  await insertRow(tx, 'webhook_inbox', { ...org, ...inbox });
  await insertRow(tx, 'outbox', { ...org, kind: 'call_ended', key: attemptId, payload: '{}' });
  await insertRow(tx, 'incident', { ...org, kind: 'LATE_DIAL', attempt_id: attemptId, detail: '{}' });
  const request = { key: 'request-1', method_path: 'POST /api/v1/campaigns', body_hash: 'hash' };
  await insertRow(tx, 'idempotency_key', { ...org, ...request });
}
