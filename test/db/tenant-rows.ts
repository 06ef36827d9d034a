import { randomBytes } from 'node:crypto';
import type { ClientBase } from 'pg';
import { insertRow } from './tenant-fixture.ts';

/** What the rows of an organization hang on. */
export interface Roots {
  orgId: string;
  adminId: string;
  contactId: string;
  flowId: string;
  flowVersionId: string;
  phoneNumberId: string | undefined;
}

const tomorrow = () => new Date(Date.now() + 86_400_000);

/** An inbound call that left a voicemail and asked to be called back, and the suite of its flow. */
export async function insertInboundCall(tx: ClientBase, of: Roots): Promise<void> {
  const org = { org_id: of.orgId };
  const flow = { ...org, flow_id: of.flowId };
  await insertRow(tx, 'flow_suite', { ...flow, suite_id: 'greets', name: 'Greets', document: '{}' });
  await insertRow(tx, 'flow_live_change', { ...flow, version_id: of.flowVersionId, kind: 'publish' });
  const carrier = { provider: 'twilio', provider_account: 'AC1' };
  const call = { ...org, direction: 'inbound', ...carrier, provider_call_id: 'CA-in', state: 'in_progress' };
  const callId = await insertRow(tx, 'call', {
    ...call,
    phone_number_id: of.phoneNumberId,
    flow_version_id: of.flowVersionId,
    deadline_at: tomorrow(),
  });
  const ofCall = { ...org, call_id: callId };
  const recording = { ...ofCall, ...carrier, provider_recording_id: 'RE1', source: 'voicemail' };
  const recordingId = await insertRow(tx, 'recording', recording);
  const ofEffect = { ...ofCall, contact_id: of.contactId, phone_number_id: of.phoneNumberId };
  const voicemail = { recording_id: recordingId, duration_seconds: 3, language: 'en' };
  await insertRow(tx, 'voicemail', { ...ofEffect, effect_id: 'message:1', ...voicemail });
  await insertRow(tx, 'callback', {
    ...ofEffect,
    effect_id: 'later:1',
    origin: 'flow',
    flow_version_id: of.flowVersionId,
    due_at: tomorrow(),
    zone: 'America/New_York',
  });
}

/** A session with its token, a reset, an invitation, an API key and settings. */
export async function insertIdentity(tx: ClientBase, { orgId, adminId }: Roots): Promise<void> {
  const org = { org_id: orgId };
  const user = { ...org, user_id: adminId };
  const secret = () => ({ token_hash: randomBytes(32), expires_at: tomorrow() });
  const sessionId = await insertRow(tx, 'user_session', { ...user, kind: 'api', expires_at: tomorrow() });
  await insertRow(tx, 'refresh_token', { ...org, session_id: sessionId, generation: 1, ...secret() });
  await insertRow(tx, 'password_reset', { ...user, ...secret() });
  await insertRow(tx, 'invitation', { ...org, email: 'new@example.com', role: 'agent', ...secret() });
  const key = { name: 'key', prefix: 'ck_live_ab', key_hash: randomBytes(32), role: 'agent', scopes: [] };
  await insertRow(tx, 'api_key', { ...org, ...key });
  await insertRow(tx, 'organization_settings', org);
  await insertRow(tx, 'user_settings', user);
  const notice = { kind: 'voicemail.new', title: 'New voicemail', body: 'Somebody left a message.' };
  await insertRow(tx, 'notification', { ...user, ...notice });
}

/** A data key, a provider key with its usage, and the first entry of the audit chain. */
export async function insertSecrets(tx: ClientBase, { orgId, adminId }: Roots): Promise<void> {
  const org = { org_id: orgId };
  await insertRow(tx, 'org_data_key', {
    ...org,
    version: 1,
    wrapped_key: randomBytes(60),
    kek_id: 'local',
  });
  const sealed = { ciphertext: randomBytes(48), key_version: 1 };
  const key = { provider: 'openai', label: 'main', masked: '…abcd', ...sealed };
  const keyId = await insertRow(tx, 'provider_key', { ...org, ...key });
  await insertRow(tx, 'provider_key_usage', { ...org, provider_key_id: keyId, day: '2026-01-01' });
  await insertRow(tx, 'audit_entry', {
    ...org,
    seq: 1,
    at: new Date(),
    actor_kind: 'user',
    actor_id: adminId,
    action: 'provider_key.created',
    target_kind: 'provider_key',
    target_id: keyId,
    prev_hash: Buffer.alloc(32),
    hash: randomBytes(32),
  });
}

/** An endpoint, an event, its delivery and the first try of it. */
export async function insertWebhook(tx: ClientBase, { orgId }: Roots): Promise<void> {
  const org = { org_id: orgId };
  const endpointId = await insertRow(tx, 'webhook_endpoint', {
    ...org,
    url: 'https://hooks.example.com/',
    events: ['call.ended'],
    secret_ciphertext: randomBytes(48),
    secret_key_version: 1,
  });
  const eventId = await insertRow(tx, 'webhook_event', { ...org, type: 'call.ended', payload: '{}' });
  const delivery = { endpoint_id: endpointId, event_id: eventId };
  const deliveryId = await insertRow(tx, 'webhook_delivery', { ...org, ...delivery });
  const attempt = { delivery_id: deliveryId, try_no: 1, duration_ms: 12, status: 503 };
  await insertRow(tx, 'webhook_delivery_attempt', { ...org, ...attempt });
}
