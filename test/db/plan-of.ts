import type { ClientBase } from 'pg';

/** How PostgreSQL would run `sql`, as text without costs. */
export async function planOf(client: ClientBase, sql: string): Promise<string> {
  const { rows } = await client.query<{ 'QUERY PLAN': string }>(`EXPLAIN (COSTS OFF) ${sql}`);
  return rows.map((row) => row['QUERY PLAN']).join('\n');
}
