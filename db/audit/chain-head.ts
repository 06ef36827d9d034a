import { appendFile, mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Pool } from 'pg';
import { z } from 'zod';
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

/** The heads of a file that `appendHeads` wrote; null when there is no such file. Throws for a line that holds none. */
export async function readHeads(file: string): Promise<ChainHead[] | null> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOENT')
      return null;
    throw error;
  }
  return text.split('\n').flatMap((line, index) => {
    if (line.trim() === '') return [];
    const head = headSchema.safeParse(parsed(line));
    if (!head.success) throw new Error(`Line ${index + 1} of ${file} holds no head.`);
    return [head.data];
  });
}

const headSchema = z.object({
  orgId: z.uuid(),
  seq: z.int().min(1),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
});

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
