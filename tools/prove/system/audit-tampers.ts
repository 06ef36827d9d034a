import { createHmac, randomBytes } from 'node:crypto';
import type { PoolClient } from 'pg';
import type { Random } from '../random.ts';

/** What a tamper works on: a superuser's connection with triggers off, and a chain of `entries` entries. */
export interface TamperGround {
  readonly tx: PoolClient;
  readonly random: Random;
  readonly orgId: string;
  readonly otherOrgId: string;
  readonly entries: number;
}

/** One way to change an audit chain without anybody's leave. */
export type Tamper = (ground: TamperGround) => Promise<unknown>;

const changeOne =
  (assignment: string): Tamper =>
  ({ tx, random, orgId, entries }) =>
    tx.query(`UPDATE audit_entry SET ${assignment} WHERE org_id = $1 AND seq = $2`, [
      orgId,
      1 + random.below(entries),
    ]);

/** Ways by name; each makes a chain that did not happen. */
export const TAMPERS: Readonly<Record<string, Tamper>> = {
  moment: changeOne(`at = at + interval '1 millisecond'`),
  moment_of_a_microsecond: changeOne(`at = at + interval '1 microsecond'`),
  endless_moment: changeOne(`at = 'infinity'`),
  actor: changeOne(`actor_id = actor_id || 'x'`),
  actor_kind: changeOne(`actor_kind = 'system'`),
  action: changeOne(`action = 'campaign.deleted'`),
  target: changeOne(`target_id = 'somebody else'`),
  target_kind: changeOne(`target_kind = 'nothing'`),
  detail: changeOne(`detail = jsonb_set(detail, '{amount}', '0')`),
  detail_emptied: changeOne(`detail = NULL`),
  address: changeOne(`ip = '192.0.2.99'`),
  request: changeOne(`request_id = NULL`),
  hash: changeOne(`hash = sha256(hash)`),
  link: changeOne(`prev_hash = sha256(prev_hash)`),
  entry_deleted: ({ tx, random, orgId, entries }) =>
    tx.query('DELETE FROM audit_entry WHERE org_id = $1 AND seq = $2', [orgId, 1 + random.below(entries)]),
  end_cut_off: ({ tx, random, orgId, entries }) =>
    tx.query('DELETE FROM audit_entry WHERE org_id = $1 AND seq > $2', [orgId, random.below(entries)]),
  deleted_and_closed_up: async ({ tx, random, orgId, entries }) => {
    const seq = 1 + random.below(entries);
    await tx.query('DELETE FROM audit_entry WHERE org_id = $1 AND seq = $2', [orgId, seq]);
    for (let later = seq + 1; later <= entries; later += 1) {
      await tx.query('UPDATE audit_entry SET seq = seq - 1 WHERE org_id = $1 AND seq = $2', [orgId, later]);
    }
  },
  two_swapped: async ({ tx, random, orgId, entries }) => {
    const seq = 1 + random.below(entries - 1);
    for (const [from, to] of [
      [seq, 1_000_000],
      [seq + 1, seq],
      [1_000_000, seq + 1],
    ]) {
      await tx.query('UPDATE audit_entry SET seq = $3 WHERE org_id = $1 AND seq = $2', [orgId, from, to]);
    }
  },
  appended: async ({ tx, orgId, entries }) => {
    await copyEntry(tx, orgId, entries, entries + 1);
    await tx.query(
      `UPDATE audit_entry SET prev_hash = (SELECT hash FROM audit_entry WHERE org_id = $1 AND seq = $2), hash = $4
        WHERE org_id = $1 AND seq = $3`,
      [orgId, entries, entries + 1, randomBytes(32)],
    );
  },
  entry_of_another: async ({ tx, random, orgId, otherOrgId, entries }) => {
    const seq = 1 + random.below(entries);
    await tx.query('DELETE FROM audit_entry WHERE org_id = $1 AND seq = $2', [orgId, seq]);
    await copyEntry(tx, otherOrgId, seq, seq, orgId);
  },
  chain_of_another: async ({ tx, orgId, otherOrgId, entries }) => {
    await tx.query('DELETE FROM audit_entry WHERE org_id = $1', [orgId]);
    for (let seq = 1; seq <= entries; seq += 1) await copyEntry(tx, otherOrgId, seq, seq, orgId);
  },
  key_replaced: ({ tx, orgId }) =>
    tx.query('UPDATE organization SET audit_key = $2 WHERE id = $1', [orgId, randomBytes(32)]),
  key_of_another: ({ tx, orgId, otherOrgId }) =>
    tx.query(
      'UPDATE organization SET audit_key = (SELECT audit_key FROM organization WHERE id = $2) WHERE id = $1',
      [orgId, otherOrgId],
    ),
  forged_under_an_own_key: async ({ tx, orgId, entries }) => {
    const key = randomBytes(32);
    let previous: Buffer = Buffer.alloc(32);
    for (let seq = 1; seq <= entries; seq += 1) {
      const hash = createHmac('sha256', key).update(previous).update(String(seq)).digest();
      await tx.query('UPDATE audit_entry SET prev_hash = $3, hash = $4 WHERE org_id = $1 AND seq = $2', [
        orgId,
        seq,
        previous,
        hash,
      ]);
      previous = hash;
    }
    await tx.query('UPDATE organization SET audit_key = $2 WHERE id = $1', [orgId, key]);
  },
  begun_anew: async ({ tx, orgId }) => {
    await tx.query('DELETE FROM audit_entry WHERE org_id = $1', [orgId]);
    await tx.query('UPDATE organization SET audit_key = NULL WHERE id = $1', [orgId]);
  },
};

async function copyEntry(tx: PoolClient, orgId: string, from: number, to: number, into = orgId) {
  await tx.query(
    `INSERT INTO audit_entry (org_id, seq, at, actor_kind, actor_id, action, target_kind, target_id, detail, ip,
                              request_id, prev_hash, hash)
     SELECT $4, $3, at, actor_kind, actor_id, action, target_kind, target_id, detail, ip, request_id, prev_hash, hash
       FROM audit_entry WHERE org_id = $1 AND seq = $2`,
    [orgId, from, to, into],
  );
}
