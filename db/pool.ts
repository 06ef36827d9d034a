import pg from 'pg';

function parseInt8(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError('a bigint of the database does not fit a number');
  return value;
}

const { builtins, getTypeParser } = pg.types;

// Overrides one parser for our pools alone; the defaults of the driver are left to everybody else.
const types: pg.CustomTypesConfig = {
  getTypeParser: (type, format) =>
    type === builtins.INT8 && format !== 'binary' ? parseInt8 : getTypeParser(type, format),
};

/**
 * Size and name of a pool; `max` connections, `name` as shown in pg_stat_activity. `queryTimeoutMs` is the longest wait
 * for an answer, after which the query fails and its connection is given up.
 */
export interface PoolOptions {
  max: number;
  name?: string;
  queryTimeoutMs?: number;
}

/**
 * A pool of connections to `url`. bigint comes as number (RangeError past 2^53), numeric as string, timestamptz as
 * Date. A connection the server drops fails its query and leaves the pool; it never ends the process.
 */
export function createPool(url: string, options: PoolOptions): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max: options.max,
    application_name: options.name ?? 'evercall',
    connectionTimeoutMillis: 10_000,
    // A statement need not wait for the answer to the one before: see withOrg and createOrgReader.
    pipeline: true,
    ...(options.queryTimeoutMs !== undefined && { query_timeout: options.queryTimeoutMs }),
    types,
  });
  // Without a listener the error event of a lost connection would be thrown at the process.
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
  return pool;
}
