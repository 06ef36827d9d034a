import { p } from '@mikro-orm/postgresql';

/** The organization a row belongs to; first part of every key, so that no unique check can tell of another's rows. */
export const orgId = () => p.uuid().primary();

/** A row's own id, UUIDv7: made by the database when not given. */
export const id = () => p.uuid().primary().defaultRaw('uuidv7()');

/** A moment, timestamptz to the microsecond. Whether it is rule or wall time is said where it is used. */
export const moment = () => p.datetime(6);

/** Wall time of the row's making, set by the database. */
export const now = () => p.datetime(6).defaultRaw('clock_timestamp()');

/** What is kept of a request that named an `Idempotency-Key`, beside whose key it is. */
export const answeredRequest = () => ({
  key: p.text().primary(),
  methodPath: p.text(),
  bodyHash: p.text(),
  /** Null while the first request is in flight. */
  status: p.integer().nullable(),
  response: p.json<unknown>().nullable(),
  createdAt: now(),
});

const ownOrganization = `org_id = nullif(current_setting('app.org', true), '')::uuid`;

/** Row-level security of every table with `org_id`: forced on the owner too, nothing is seen without `app.org`. */
export const tenantRows = {
  rowLevelSecurity: 'force' as const,
  policies: [{ name: 'tenant', using: ownOrganization, check: ownOrganization }],
};
