import { randomBytes, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { ProviderSecret } from '../../../contracts/provider-key.schema.ts';
import type { Tx } from '../../../api/deps.ts';
import { compileFlow } from '../../../domain/ivr/compile.ts';
import { maskSecret } from '../../../domain/secrets/mask-secret.ts';
import { hashPhone } from '../../../providers/crypto/hash-phone.ts';
import { insertRow, newAttempt, newDecision } from '../../db/tenant-fixture.ts';
import type { ApiWorld, TestOrg } from './api-world.ts';

/** The appointment reminder of the examples, a flow that can be published. */
export const FLOW_DOCUMENT: Record<string, unknown> = JSON.parse(
  readFileSync(new URL('../../../examples/flows/appointment-reminder.flow.json', import.meta.url), 'utf8'),
);

let lastLine = 100;

/** A number that nobody has, another one each time. */
export function nextNumber(): string {
  lastLine += 1;
  return `+1212555${String(lastLine).padStart(4, '0')}`;
}

/** Adds a contact with its number and name. */
export function addContact(world: ApiWorld, org: TestOrg, e164 = nextNumber()): Promise<string> {
  return world.inOrg(org.orgId, async (tx) => {
    const id = await insertRow(tx, 'contact', {
      org_id: org.orgId,
      phone_hash: hashPhone(await phoneHashKey(tx, org), e164),
      language: 'en',
      country: 'US',
      source: 'test',
    });
    await insertRow(tx, 'contact_pii', {
      org_id: org.orgId,
      contact_id: id,
      phone_e164: e164,
      first_name: 'Ada',
    });
    return id;
  });
}

async function phoneHashKey(tx: Tx, org: TestOrg): Promise<Buffer> {
  const { rows } = await tx.query<{ key: Buffer }>(
    'SELECT phone_hash_key AS key FROM organization WHERE id = $1',
    [org.orgId],
  );
  return rows[0]?.key ?? Buffer.alloc(0);
}

/** Adds a call list with these contacts. */
export function addList(world: ApiWorld, org: TestOrg, contactIds: readonly string[] = []): Promise<string> {
  return world.inOrg(org.orgId, async (tx) => {
    const id = await insertRow(tx, 'call_list', { org_id: org.orgId, name: `list ${randomUUID()}` });
    for (const contactId of contactIds) {
      await insertRow(tx, 'call_list_member', { org_id: org.orgId, call_list_id: id, contact_id: contactId });
    }
    return id;
  });
}

/** Adds an import that has refused two rows. */
export function addImport(world: ApiWorld, org: TestOrg, listId: string): Promise<string> {
  return world.inOrg(org.orgId, async (tx) => {
    const id = await insertRow(tx, 'contact_import', {
      org_id: org.orgId,
      call_list_id: listId,
      file_name: 'contacts.csv',
      file_path: 'imports/contacts.csv',
      file_sha256: randomBytes(32).toString('hex'),
      byte_size: 10,
      source: 'test',
      default_country: 'US',
    });
    for (const line of [2, 3]) {
      const row = {
        org_id: org.orgId,
        import_id: id,
        line_no: line,
        code: 'phone.not_valid',
        reason: 'No number.',
      };
      await insertRow(tx, 'contact_import_row', row);
    }
    return id;
  });
}

/** Adds a flow with a draft, published as version 1 unless told otherwise. */
export function addFlow(
  world: ApiWorld,
  org: TestOrg,
  isPublished = true,
): Promise<{ id: string; versionId: string | null }> {
  return world.inOrg(org.orgId, async (tx) => {
    const id = await insertRow(tx, 'flow', { org_id: org.orgId, name: 'reminder' });
    await insertRow(tx, 'flow_draft', {
      org_id: org.orgId,
      flow_id: id,
      document: JSON.stringify(FLOW_DOCUMENT),
    });
    if (!isPublished) return { id, versionId: null };
    const compiled = compileFlow(FLOW_DOCUMENT);
    if (!compiled.ok) throw new Error(JSON.stringify(compiled.faults));
    const { graph, prompts, reads } = compiled.flow;
    const versionId = await insertRow(tx, 'flow_version', {
      org_id: org.orgId,
      flow_id: id,
      version: 1,
      document: JSON.stringify(FLOW_DOCUMENT),
      graph: JSON.stringify(graph),
      prompts: JSON.stringify(prompts),
      reads,
    });
    await tx.query('UPDATE flow SET live_version_id = $2 WHERE id = $1', [id, versionId]);
    return { id, versionId };
  });
}

let lastOwnLine = 100;

/** Adds a number of our own that is not attached. */
export function addPhoneNumber(world: ApiWorld, org: TestOrg): Promise<string> {
  lastOwnLine += 1;
  const e164 = `+14155550${lastOwnLine}`;
  return world.inOrg(org.orgId, async (tx) => {
    const account = await tx.query<{ id: string }>('SELECT id FROM carrier_account LIMIT 1');
    return insertRow(tx, 'phone_number', {
      org_id: org.orgId,
      e164,
      carrier_account_id: account.rows[0]?.id,
      language: 'en',
    });
  });
}

/** What a campaign of an organization is made of. */
export interface CampaignParts {
  callListId: string;
  flowId: string;
  phoneNumberId: string;
}

/** Adds a list with one contact and a published flow. */
export async function addCampaignParts(world: ApiWorld, org: TestOrg): Promise<CampaignParts> {
  const callListId = await addList(world, org, [await addContact(world, org)]);
  const flow = await addFlow(world, org);
  return { callListId, flowId: flow.id, phoneNumberId: org.phoneNumberId };
}

/** Adds a campaign in a state, with what else it is made of. */
export async function addCampaign(
  world: ApiWorld,
  org: TestOrg,
  state = 'draft',
  parts?: Partial<CampaignParts>,
): Promise<string> {
  const made = { ...(await addCampaignParts(world, org)), ...parts };
  return world.inOrg(org.orgId, async (tx) => {
    const id = await insertRow(tx, 'campaign', {
      org_id: org.orgId,
      name: 'reminders',
      state,
      call_list_id: made.callListId,
      flow_id: made.flowId,
      phone_number_id: made.phoneNumberId,
      purpose: 'informational',
      started_at: state === 'draft' ? null : new Date(),
    });
    if (state === 'draft') return id;
    const control = {
      org_id: org.orgId,
      campaign_id: id,
      version: 1,
      paused: state === 'paused',
      max_concurrent: 10,
    };
    await insertRow(tx, 'campaign_control', { ...control, canceled: false, updated_by: 'test' });
    await insertRow(tx, 'campaign_counter', { org_id: org.orgId, campaign_id: id });
    return id;
  });
}

/** An attempt with the call that it placed. */
export interface PlacedAttempt {
  attemptId: string;
  contactId: string;
  linkKey: Buffer;
}

/** The arrows to each state that a test may want. */
const WAYS: Readonly<Record<string, readonly string[]>> = {
  dialing: ['reserved', 'dialing'],
  placed: ['reserved', 'dialing', 'placed'],
  review: ['reserved', 'dialing', 'unknown', 'review'],
};

/** Adds an attempt of one contact, brought to a state by allowed arrows, and its call. */
export async function addAttempt(
  world: ApiWorld,
  org: TestOrg,
  state: 'dialing' | 'placed' | 'review',
  callSid: string | null = null,
): Promise<PlacedAttempt> {
  const contactId = await addContact(world, org);
  return world.inOrg(org.orgId, async (tx) => {
    const account = await tx.query<{ id: string }>('SELECT id FROM carrier_account LIMIT 1');
    const carrierAccountId = account.rows[0]?.id ?? '';
    const attemptId = await insertRow(tx, 'call_attempt', {
      ...newAttempt({ orgId: org.orgId, contactId, carrierAccountId }),
      provider_account: org.accountSid,
    });
    const decisionId = await insertRow(
      tx,
      'dial_decision',
      newDecision({ orgId: org.orgId, contactId, attemptId }),
    );
    for (const next of WAYS[state] ?? []) {
      await tx.query(
        `UPDATE call_attempt SET state = $2, cause = 'test', dial_token = coalesce(dial_token, gen_random_uuid()),
           dial_started_at = coalesce(dial_started_at, clock_timestamp()), decision_id = $3,
           provider_call_id = CASE WHEN $2 = 'placed' THEN $4 ELSE provider_call_id END
         WHERE id = $1`,
        [attemptId, next, decisionId, callSid],
      );
    }
    await insertRow(tx, 'call', {
      id: attemptId,
      org_id: org.orgId,
      direction: 'outbound',
      provider: 'twilio',
      provider_account: org.accountSid,
      attempt_id: attemptId,
      contact_id: contactId,
      from_e164: '+12125550100',
      state: 'initiated',
    });
    const keys = await tx.query<{ link_key: Buffer }>('SELECT link_key FROM organization WHERE id = $1', [
      org.orgId,
    ]);
    return { attemptId, contactId, linkKey: keys.rows[0]?.link_key ?? Buffer.alloc(0) };
  });
}

/** Adds a provider key, OpenAI's unless told otherwise. */
export async function addProviderKey(
  world: ApiWorld,
  org: TestOrg,
  key: ProviderSecret = { provider: 'openai', secret: { apiKey: 'sk-a-key-of-tests' } },
): Promise<string> {
  const { ciphertext, keyVersion } = await world.deps.keys.box.seal(
    org.orgId,
    `provider_key:${key.provider}`,
    JSON.stringify(key),
  );
  const row = { org_id: org.orgId, provider: key.provider, label: randomUUID(), masked: maskSecret(key) };
  return world.inOrg(org.orgId, (tx) =>
    insertRow(tx, 'provider_key', { ...row, ciphertext, key_version: keyVersion }),
  );
}
