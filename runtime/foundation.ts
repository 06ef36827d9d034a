import { randomUUIDv7 } from 'node:crypto';
import type { Client } from '@temporalio/client';
import type { DataConverter } from '@temporalio/common';
import type { Pool } from 'pg';
import { collectDefaultMetrics, Registry } from 'prom-client';
import { createPool } from '../db/pool.ts';
import { readRuleClock } from '../db/rule-clock.ts';
import { DIAL_TIMINGS, type DialTimings, scaleTimings } from '../domain/call/dial-timings.ts';
import type { Breakers } from '../providers/breakers/breakers.ts';
import { type Clock, createClock, type RuleClock } from '../domain/clock.ts';
import { createMeasuredBreakers } from './breaker-metrics.ts';
import { composeSecrets, keyEncryptionKeys, type Secrets } from './compose-secrets.ts';
import type { Config } from './config.ts';
import { createDataConverter } from './data-converter.ts';
import { createKillPoint, type KillPoint } from './kill-point.ts';
import type { Logger } from './logger.ts';
import { patiently } from './patiently.ts';
import { createTemporalClient, readTemporalTarget } from './temporal.ts';

/** What every process stands on; made once at its start. */
export interface Foundation {
  /** UUIDv7 of this process, new at each start: what its reports are under. */
  processId: string;
  config: Config;
  logger: Logger;
  /** Connections as app_user: row-level security binds them. */
  pool: Pool;
  clock: Clock;
  ruleClock: RuleClock | undefined;
  timings: DialTimings;
  temporal: Client;
  secrets: Secrets;
  /** How payloads are written for Temporal and read. */
  dataConverter: DataConverter;
  metrics: Registry;
  /** What keeps requests back from providers that are not well. */
  breakers: Breakers;
  killPoint: KillPoint;
  close(): Promise<void>;
}

/** Connects what can connect lazily and reads the rule clock, waiting for Postgres as long as it takes. */
export async function layFoundation(name: string, config: Config, logger: Logger): Promise<Foundation> {
  const pool = createPool(config.DATABASE_URL, { max: config.DATABASE_POOL_SIZE, name });
  const ruleClock = await patiently('Postgres', logger, () => readRuleClock(pool));
  const secrets = composeSecrets(keyEncryptionKeys(config), pool);
  const dataConverter = createDataConverter(secrets.payloadKeys, config.PAYLOAD_CODEC);
  const temporal = createTemporalClient(readTemporalTarget(), dataConverter);
  const metrics = new Registry();
  collectDefaultMetrics({ register: metrics });
  return {
    processId: randomUUIDv7(),
    config,
    logger,
    pool,
    ruleClock,
    clock: createClock(ruleClock),
    timings: scaleTimings(DIAL_TIMINGS, Math.min(1, config.TIMINGS_SCALE)),
    temporal,
    secrets,
    dataConverter,
    metrics,
    breakers: createMeasuredBreakers(metrics),
    killPoint: createKillPoint(process.env),
    async close() {
      await temporal.connection.close();
      await pool.end();
    },
  };
}
