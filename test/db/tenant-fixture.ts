import { randomBytes, randomUUID } from 'node:crypto';
import type { ClientBase } from 'pg';

/** Inserts one row and returns its id; keys are column names. */
export async function insertRow(
  tx: ClientBase,
  table: string,
  row: Readonly<Record<string, unknown>>,
): Promise<string> {
  const columns = Object.keys(row);
  const places = columns.map((_, index) => `$${index + 1}`);
  const { rows } = await tx.query<{ id?: string }>(
    `INSERT INTO "${table}" (${columns.join(', ')}) VALUES (${places.join(', ')}) RETURNING *`,
    Object.values(row),
  );
  return rows[0]?.id ?? '';
}

/** What a `call_attempt` row needs at its birth, besides what it is for. */
export function newAttempt(of: {
  orgId: string;
  contactId: string;
  carrierAccountId: string;
  phoneHash?: Buffer;
}) {
  return {
    org_id: of.orgId,
    intent_kind: 'manual',
    intent_id: randomUUID(),
    attempt_no: 1,
    contact_id: of.contactId,
    phone_hash: of.phoneHash ?? randomBytes(32),
    from_e164: '+12125550100',
    carrier_account_id: of.carrierAccountId,
    provider: 'twilio',
    provider_account: 'AC1',
    state: 'planned',
    cause: 'intended',
    deadline_at: new Date(Date.now() + 60_000),
  };
}

/** A verdict on an attempt; the attempt needs one before it may dial. */
export function newDecision(of: { orgId: string; contactId: string; attemptId: string }) {
  return {
    org_id: of.orgId,
    contact_id: of.contactId,
    attempt_id: of.attemptId,
    rule_at: new Date(),
    verdict: 'allow',
    reasons: '[]',
    rulepack_version: 'test',
    zone_set: ['America/New_York'],
    local_times: '{}',
    caps_counts: '{}',
    caller_id: '+12125550100',
    facts: '{}',
    inputs_hash: 'test',
  };
}

export async function insertContact(tx: ClientBase, orgId: string): Promise<string> {
  return insertRow(tx, 'contact', {
    org_id: orgId,
    phone_hash: randomBytes(32),
    language: 'en',
    country: 'US',
    source: 'test',
  });
}
