import type { ClientBase } from 'pg';

/** What `look` finds after `removal` took a guard away; everything is rolled back. `client` is a superuser's. */
export async function sabotaged<T>(client: ClientBase, removal: string, look: () => Promise<T>): Promise<T> {
  await client.query('BEGIN');
  try {
    await client.query(removal);
    return await look();
  } finally {
    await client.query('ROLLBACK');
  }
}
