import pg, { type Connection, type Pool, type PoolClient, type QueryResult, type Submittable } from 'pg';

/** One statement that reads. With a `name` a connection parses it once; equal names must mean equal texts. */
export interface ReadStatement {
  readonly name?: string;
  readonly text: string;
  readonly values: readonly unknown[];
  /** Finds one row by its key, which takes no time: it may stand in a line with others of its kind. */
  readonly isByKey?: boolean;
}

/** The rows of one statement as an organization (uuid) sees them. */
export type OrgReader = <R extends object>(orgId: string, statement: ReadStatement) => Promise<R[]>;

/** Reads in a line at most; the next one opens another. */
const MOST_IN_LINE = 8;

/** A connection whose reads go out without waiting for each other. */
interface Line {
  readonly client: Promise<PoolClient>;
  open: number;
  isBroken: boolean;
}

/**
 * Reads over a pool of `createPool`, each a transaction of its own in one round trip, where `withOrg` takes three. For
 * statements that only read: nothing tells whether a change was committed. Reads by key share connections while there
 * are many, all others have one to themselves. A connection on which a read failed leaves the pool.
 */
export function createOrgReader(pool: Pool): OrgReader {
  let current: Line | undefined;

  function join(isByKey: boolean): Line {
    if (isByKey && current && current.open < MOST_IN_LINE) {
      current.open += 1;
      return current;
    }
    const line = { client: pool.connect(), open: 1, isBroken: false };
    if (isByKey) current = line;
    return line;
  }

  function leave(line: Line, client: PoolClient | undefined): void {
    line.open -= 1;
    if (current === line && (line.open === 0 || line.isBroken)) current = undefined;
    if (line.open === 0) client?.release(line.isBroken);
  }

  return async <R extends object>(orgId: string, statement: ReadStatement): Promise<R[]> => {
    const line = join(statement.isByKey ?? false);
    let client: PoolClient | undefined;
    try {
      client = await line.client;
      return await send<R>(client, orgId, statement);
    } catch (error) {
      // Which statements the connection has parsed is not known any more.
      line.isBroken = true;
      throw error;
    } finally {
      leave(line, client);
    }
  };
}

function send<R extends object>(client: PoolClient, orgId: string, statement: ReadStatement): Promise<R[]> {
  return new Promise((resolve, reject) => {
    const done = (error: Error | undefined, results: unknown) => {
      // The entry has a result of its own, before that of the statement.
      if (error) reject(error);
      else resolve((results as QueryResult<R & pg.QueryResultRow>[])[1]?.rows ?? []);
    };
    client.query(enterAndRead(orgId, statement, done));
  });
}

/** Sets the organization for the rest of the transaction and gives no row. */
const ENTER_ORG = {
  name: 'enter_org',
  text: "SELECT WHERE set_config('app.org', $1, true) IS NULL",
};

/**
 * The statement behind the entry into the organization, before one Sync: both are one implicit transaction, with which
 * the setting ends. Source: PostgreSQL, "Message Flow", Pipelining.
 */
function enterAndRead(
  orgId: string,
  { name, text, values }: ReadStatement,
  done: (error: Error | undefined, results: unknown) => void,
): Submittable {
  const query = new pg.Query(
    { ...(name && { name }), text, values: [...values], queryMode: 'extended' } as pg.QueryConfig,
    done,
  );
  const submit = query.submit.bind(query);
  query.submit = (connection) => {
    holdBack(connection);
    enter(connection, orgId);
    return submit(connection);
  };
  return query;
}

/** Everything that is read in this turn of the event loop goes out in one piece. */
function holdBack({ stream }: Connection): void {
  if (stream.writableCorked > 0) return;
  stream.cork();
  setImmediate(() => stream.uncork());
}

/** What the driver remembers of the statements that a connection knows. */
type Known = Connection & { readonly submittedNamedStatements: Record<string, string> };

function enter(connection: Connection, orgId: string): void {
  const { submittedNamedStatements } = connection as Known;
  if (!submittedNamedStatements[ENTER_ORG.name]) {
    submittedNamedStatements[ENTER_ORG.name] = ENTER_ORG.text;
    connection.parse({ ...ENTER_ORG, types: [] }, true);
  }
  connection.bind({ statement: ENTER_ORG.name, values: [orgId] }, true);
  connection.execute({}, true);
}
