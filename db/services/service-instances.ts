import type { Pool } from 'pg';

/** A process of the installation, as it tells of itself. `queues` are the task queues that it serves. */
export interface ServiceInstance {
  /** UUIDv7, made by the process at its start. */
  id: string;
  name: string;
  version: string;
  queues: readonly string[];
  host: string;
  pid: number;
  startedAtMs: number;
}

export const SERVICE_STATUSES = ['running', 'stale', 'stopped'] as const;
export type ServiceStatus = (typeof SERVICE_STATUSES)[number];

/** A process as the registry knows it; `status` as of the database's clock. */
export interface ServiceRow {
  id: string;
  name: string;
  version: string;
  queues: string[];
  host: string;
  pid: number;
  started_at: Date;
  heartbeat_at: Date;
  stopped_at: Date | null;
  status: ServiceStatus;
  /** Breakers of providers that are not closed in it; a customer's host is the customer's own affair. */
  open_breakers: string[];
}

/** A process that has not reported for this long is stale: dead, stopped in mid-air, or cut off from Postgres. */
export const STALE_AFTER_SECONDS = 20;

/** Writes that a process is there and alive. IDEMPOTENT: a row that retention took away comes back. */
export async function reportInstance(pool: Pool, instance: ServiceInstance): Promise<void> {
  const { id, name, version, queues, host, pid, startedAtMs } = instance;
  await pool.query(
    `INSERT INTO service_instance (id, name, version, queues, host, pid, started_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7)
     ON CONFLICT (id) DO UPDATE SET heartbeat_at = clock_timestamp()`,
    [id, name, version, [...queues], host, pid, new Date(startedAtMs)],
  );
}

/** Writes that a process ended in an orderly way. IDEMPOTENT. */
export async function reportStopped(pool: Pool, id: string): Promise<void> {
  await pool.query(
    `UPDATE service_instance SET stopped_at = clock_timestamp(), heartbeat_at = clock_timestamp()
      WHERE id = $1 AND stopped_at IS NULL`,
    [id],
  );
}

/** SQL of the status of `service_instance s`. */
export const STATUS_SQL = `(CASE WHEN s.stopped_at IS NOT NULL THEN 'stopped'
       WHEN s.heartbeat_at < clock_timestamp() - interval '${STALE_AFTER_SECONDS} seconds' THEN 'stale'
       ELSE 'running' END)`;

/** Columns and table of a `ServiceRow`; conditions over `s` may follow. For operators alone. */
export const SELECT_SERVICES = `
  SELECT s.id, s.name, s.version, s.queues, s.host, s.pid, s.started_at, s.heartbeat_at, s.stopped_at,
         ${STATUS_SQL} AS status,
         ARRAY(SELECT r.name FROM breaker_report r
                WHERE r.process_id = s.id AND r.state <> 'closed' AND r.name NOT LIKE 'customers.%'
                ORDER BY 1) AS open_breakers
    FROM service_instance s`;
