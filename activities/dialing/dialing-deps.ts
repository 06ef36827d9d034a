import type { Pool } from 'pg';
import type { DialSql } from '../../db/dialing/dial.sql.ts';
import type { CarrierRegistry } from '../../domain/call/carrier.port.ts';
import type { DialTimings } from '../../domain/call/dial-timings.ts';
import type { RulePack } from '../../domain/compliance/compliance.types.ts';

/** What dialling needs; built in `runtime/`. */
export interface DialingDeps {
  /** Connections of app_user: row-level security binds them. */
  pool: Pool;
  carriers: CarrierRegistry;
  /** The organization's key `k` of a call, by the id of its attempt. */
  signCall: (linkKey: Buffer, attemptId: string) => string;
  /** Origin that carriers call, without a trailing slash. */
  publicUrl: string;
  /** Another origin, for the prompt of last resort. */
  fallbackUrl: string;
  timings: DialTimings;
  rulepack: RulePack;
  sql: DialSql;
  /** Named moments at which a test build may kill the process. */
  killPoint: (name: string) => void;
  metrics: DialingMetrics;
}

/** Counters of dialling; labels carry no ids. */
export interface DialingMetrics {
  /** One dial that ended so: `placed unknown not_now blocked not_placed already`. */
  dialled(result: string): void;
  /** One repair of the sweeper, by the rule that fired; 0 in fault-free load. */
  repaired(rule: string): void;
  /** One message of the outbox: `sent` or `failed`. */
  relayed(result: 'sent' | 'failed'): void;
}

/** An attempt, named with its organization as every activity names it. */
export interface AttemptRef {
  orgId: string;
  attemptId: string;
}
