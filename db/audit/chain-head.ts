import { appendFile, mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Pool } from 'pg';
import { withOrg } from '../tenant.ts';
import type { ChainHead } from './verify-chain.ts';

/** The last entry of an organization's chain; null when nothing was ever recorded. */
export async function readHead(pool: Pool, orgId: string): Promise<ChainHead | null> {
  return withOrg(pool, orgId, async (tx) => {
    const { rows } = await tx.query<{ seq: number; hash: Buffer }>(
      'SELECT seq, hash FROM audit_entry ORDER BY seq DESC LIMIT 1',
    );
    return rows[0] ? { orgId, seq: rows[0].seq, hash: rows[0].hash.toString('hex') } : null;
  });
}

/**
 * Appends heads to a file, one JSON line each with its moment. Keep the file where who administers the database cannot
 * write: cut-off entries are only found by a head from before.
 */
export async function appendHeads(file: string, heads: readonly ChainHead[]): Promise<void> {
  if (heads.length === 0) return;
  await mkdir(dirname(file), { recursive: true });
  const at = new Date().toISOString();
  await appendFile(file, heads.map((head) => `${JSON.stringify({ ...head, at })}\n`).join(''));
}

/** The heads of a file that `appendHeads` wrote; none when there is no such file yet. */
export async function readHeads(file: string): Promise<ChainHead[]> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const { orgId, seq, hash } = JSON.parse(line) as ChainHead;
      return { orgId, seq, hash };
    });
}
