import type { Pool } from 'pg';
import { appendHeads, readHead, readHeads } from '../../db/audit/chain-head.ts';
import { type ChainFault, type ChainHead, verifyChain } from '../../db/audit/verify-chain.ts';
import { createPool } from '../../db/pool.ts';
import { eachOrganization } from '../../db/secrets/each-organization.ts';
import { composeSecrets, keyEncryptionKeys } from '../../runtime/compose-secrets.ts';
import { readConfig } from '../../runtime/config.ts';
import { headsFile } from '../../runtime/secret-jobs.ts';
import { stackOfClone } from '../rebuild/stack-of-clone.ts';

/** What to verify, as the command line says it. */
export interface AuditOptions {
  readonly org?: string | undefined;
  readonly heads?: string | undefined;
  readonly 'state-dir'?: string | undefined;
}

/** What a verification came to. */
export interface Totals {
  readonly organizations: number;
  readonly entries: number;
  /** Exported heads that were looked for in the chains. */
  readonly heads: number;
  readonly faults: readonly ChainFault[];
}

/** A command that names what is not there: nothing was verified. */
export class Refused extends Error {}

/** Verifies the chains of all organizations that exist or have a head in the file, or that of one. Throws `Refused`. */
export async function verifyAll(options: AuditOptions): Promise<Totals> {
  return withServers(options, async ({ pool, file }) => {
    const heads = await exportedHeads(options, file);
    const faults: ChainFault[] = [];
    let organizations = 0;
    let entries = 0;
    const orgIds = await wanted(options, pool, heads);
    for (const orgId of orgIds) {
      const verdict = await verifyChain(pool, orgId, heads);
      organizations += 1;
      if (verdict.ok) entries += verdict.head.seq;
      else faults.push(verdict.fault);
    }
    const checked = heads.filter(({ orgId }) => orgIds.has(orgId)).length;
    return { organizations, entries, heads: checked, faults };
  });
}

/** Appends the heads of now to the file; answers how many. Throws `Refused`. */
export async function exportHeads(options: AuditOptions): Promise<number> {
  return withServers(options, async ({ pool, file }) => {
    const heads: ChainHead[] = [];
    for (const orgId of await wanted(options, pool, [])) {
      const head = await readHead(pool, orgId);
      if (head) heads.push(head);
    }
    await appendHeads(file, heads);
    return heads.length;
  });
}

/** The heads of the file. Only the default one may not be there yet: jobs make it at the end of their first hour. */
async function exportedHeads(options: AuditOptions, file: string): Promise<ChainHead[]> {
  const heads = await readHeads(file);
  if (heads === null && options.heads === undefined) return [];
  if (heads === null) throw new Refused(`There is no file ${file}.`);
  if (heads.length === 0) throw new Refused(`${file} holds no head.`);
  return heads;
}

async function wanted({ org }: AuditOptions, pool: Pool, heads: readonly ChainHead[]): Promise<Set<string>> {
  const ids = new Set(heads.map(({ orgId }) => orgId));
  for await (const orgId of eachOrganization(pool)) ids.add(orgId);
  if (org === undefined) return ids;
  const orgId = org.toLowerCase();
  if (!ids.has(orgId)) throw new Refused(`no such organization: ${org}`);
  return new Set([orgId]);
}

interface Servers {
  readonly pool: Pool;
  readonly file: string;
}

async function withServers<T>(options: AuditOptions, work: (servers: Servers) => Promise<T>): Promise<T> {
  if (!process.env.DATABASE_URL) Object.assign(process.env, stackOfClone(options['state-dir']));
  const config = readConfig(process.env);
  const pool = createPool(config.DATABASE_URL, { max: 2, name: 'audit' });
  composeSecrets(keyEncryptionKeys(config), pool);
  try {
    return await work({ pool, file: options.heads ?? headsFile(config.DATA_DIR) });
  } finally {
    await pool.end();
  }
}
