import { randomBytes, randomInt } from 'node:crypto';
import type { Pool, PoolClient } from 'pg';
import { NO_ORGANIZATION, withOrg } from '../tenant.ts';

/** What a new organization is told; its keys are made here. */
export interface NewOrganization {
  readonly name: string;
  /** Public short name; made from the name and five random letters when null. */
  readonly ref: string | null;
  /** IANA zone. */
  readonly zone: string;
  readonly language: 'en' | 'es' | 'cs';
}

const LETTERS = 'abcdefghijkmnpqrstuvwxyz23456789';

/**
 * Makes an organization and runs `work` inside it, all in one transaction. `ref` is unique in the installation: a
 * given one that is taken fails with constraint `organization_ref_key`.
 */
export async function createOrganization<T>(
  pool: Pool,
  organization: NewOrganization,
  work: (tx: PoolClient, organization: { id: string; ref: string }) => Promise<T>,
): Promise<T> {
  return withOrg(pool, NO_ORGANIZATION, async (tx) => work(tx, await enterNewOrganization(tx, organization)));
}

/** The same in a transaction that is in no organization yet: it makes one, and is in it from then on. */
export async function enterNewOrganization(
  tx: PoolClient,
  { name, ref: wanted, zone, language }: NewOrganization,
): Promise<{ id: string; ref: string }> {
  const ref = wanted ?? makeRef(name);
  const { rows } = await tx.query<{ id: string }>(
    'SELECT create_organization($1, $2, $3, $4, $5, $6) AS id',
    [ref, name, zone, language, randomBytes(32), randomBytes(32)],
  );
  const id = rows[0]?.id ?? '';
  await tx.query(`SELECT set_config('app.org', $1, true)`, [id]);
  return { id, ref };
}

/** A reference that people can read and nobody can guess: `ada-clinic-7kq2m`. */
function makeRef(name: string): string {
  const plain = name
    .normalize('NFKD')
    .replaceAll(/\p{Mn}/gu, '')
    .toLowerCase();
  const words =
    plain
      .match(/[a-z0-9]+/g)
      ?.join('-')
      .slice(0, 40) ?? 'org';
  const ending = Array.from({ length: 5 }, () => LETTERS[randomInt(LETTERS.length)]).join('');
  return `${words}-${ending}`;
}
