import { join } from 'node:path';
import type { Pool, PoolClient } from 'pg';
import { createSealedAuditKeys } from '../../../db/audit/audit-keys.ts';
import { readHead } from '../../../db/audit/chain-head.ts';
import { recordAudit } from '../../../db/audit/record-audit.ts';
import { type ChainHead, verifyChain } from '../../../db/audit/verify-chain.ts';
import { createPool } from '../../../db/pool.ts';
import { seed } from '../../../db/seed.ts';
import { withOrg } from '../../../db/tenant.ts';
import { composeSecrets } from '../../../runtime/compose-secrets.ts';
import { openStack } from '../../stack/open-stack.ts';
import { databaseUrls } from '../../stack/parts/postgres.ts';
import { loadSecrets } from '../../stack/secrets.ts';
import type { Stack } from '../../stack/stack.ts';
import { recordedPorts } from '../../stack/stack-ports.ts';
import type { Proof } from '../proof.types.ts';
import { createRandom, type Random } from '../random.ts';
import { TAMPERS } from '../system/audit-tampers.ts';

const TRIES = { quick: 100, full: 1_000 };
const ENTRIES = 30;

/**
 * Audit chains changed behind our back by a superuser in every way that we know of, at random places: each is found by
 * the verification with the heads exported before, and an untouched chain never is.
 */
export const auditTamperProof: Proof = {
  name: 'audit-tamper',
  goal: 'each tamper found, 0 untouched chains called changed',
  async run({ folder, seed: randomSeed, lane, say }) {
    const stack = await openStack({
      stateDir: join(folder, 'stack'),
      ports: 'auto',
      what: 'npm run prove',
      report: () => {},
    });
    try {
      await stack.startServers();
      await stack.migrate();
      const bench = await prepare(stack);
      try {
        const missed = await tamper(bench, createRandom(randomSeed), TRIES[lane]);
        for (const name of new Set(missed.tampers)) say(`not found: ${name}`);
        const result = `${TRIES[lane] - missed.tampers.length} of ${TRIES[lane]} tampers found, ${missed.alarms} false alarms`;
        return { n: TRIES[lane], result, met: missed.tampers.length + missed.alarms === 0 };
      } finally {
        await bench.pool.end();
        await bench.superuser.end();
      }
    } finally {
      await stack.down();
    }
  },
};

interface Bench {
  readonly pool: Pool;
  readonly superuser: Pool;
  readonly orgId: string;
  readonly otherOrgId: string;
  readonly heads: readonly ChainHead[];
  /** A process of its own: nothing of another verification is remembered. */
  readonly verify: () => Promise<boolean>;
}

async function prepare(stack: Stack): Promise<Bench> {
  const pool = createPool(stack.urls.database.user, { max: 4, name: 'prove-audit' });
  const { postgres } = recordedPorts(stack.layout) ?? { postgres: 0 };
  const superuser = createPool(databaseUrls(postgres, loadSecrets(stack.layout)).superuser, { max: 1 });
  const kek = { current: Buffer.from(stack.env['EVERCALL_KEK'] ?? '', 'base64') };
  const { box } = composeSecrets(kek, pool);
  const [orgId, otherOrgId] = [await organization(stack, 'one'), await organization(stack, 'two')];
  for (const id of [orgId, otherOrgId])
    for (let seq = 1; seq <= ENTRIES; seq += 1) await entry(pool, id, seq);
  const heads = [await readHead(pool, orgId), await readHead(pool, otherOrgId)].filter(
    (head) => head !== null,
  );
  const verify = async () => {
    const keys = createSealedAuditKeys(() => box);
    return (await verifyChain(pool, orgId, heads, keys)).ok;
  };
  await superuser.query('CREATE TABLE kept_entry AS SELECT * FROM audit_entry');
  await superuser.query('CREATE TABLE kept_key AS SELECT id, audit_key FROM organization');
  return { pool, superuser, orgId, otherOrgId, heads, verify };
}

async function organization(stack: Stack, name: string): Promise<string> {
  const { orgId } = await seed({
    ownerUrl: stack.urls.database.owner,
    orgName: name,
    adminEmail: `admin@${name}.example.com`,
    adminPassword: 'correct-horse-battery',
    carrier: { ...stack.carrier, cps: 1, maxConcurrent: 1 },
    numbers: [],
  });
  return orgId;
}

function entry(pool: Pool, orgId: string, seq: number): Promise<void> {
  return withOrg(pool, orgId, (tx) =>
    recordAudit(tx, {
      actor: { kind: 'user', id: `person ${seq % 5}` },
      action: 'campaign.paused',
      target: { kind: 'campaign', id: String(seq) },
      detail: { amount: seq, note: 'as it was' },
      ip: '192.0.2.1',
      requestId: `request ${seq}`,
    }),
  );
}

async function tamper(
  { superuser, orgId, otherOrgId, verify }: Bench,
  random: Random,
  tries: number,
): Promise<{ tampers: string[]; alarms: number }> {
  const names = Object.keys(TAMPERS);
  const tampers: string[] = [];
  let alarms = (await verify()) ? 0 : 1;
  for (let attempt = 0; attempt < tries; attempt += 1) {
    // Every way at least once, then at random.
    const name = names[attempt] ?? random.pick(names);
    await asSuperuser(superuser, (tx) =>
      TAMPERS[name]?.({ tx, random, orgId, otherOrgId, entries: ENTRIES }),
    );
    if (await verify()) tampers.push(name);
    await asSuperuser(superuser, restore);
    if (!(await verify())) alarms += 1;
  }
  return { tampers, alarms };
}

async function asSuperuser(superuser: Pool, work: (tx: PoolClient) => Promise<unknown> | undefined) {
  const tx = await superuser.connect();
  try {
    // No trigger, no foreign key: what a superuser can do.
    await tx.query("BEGIN; SET LOCAL session_replication_role = 'replica'");
    await work(tx);
    await tx.query('COMMIT');
  } catch (error) {
    await tx.query('ROLLBACK');
    throw error;
  } finally {
    tx.release();
  }
}

async function restore(tx: PoolClient): Promise<void> {
  await tx.query('DELETE FROM audit_entry');
  await tx.query('INSERT INTO audit_entry SELECT * FROM kept_entry');
  await tx.query('UPDATE organization o SET audit_key = k.audit_key FROM kept_key k WHERE k.id = o.id');
}
