import type { RelayDeps } from '../activities/dialing/relay.ts';
import { createPool } from '../db/pool.ts';
import { purgeExpired } from '../db/purge-expired.ts';
import { trimSpans } from '../db/traces/span-store.ts';
import { guardTranscription } from '../providers/breakers/guarded-providers.ts';
import { type SideJob, startSideJobs } from '../providers/redis/side-jobs.ts';
import type { Config } from './config.ts';
import { dialingDeps } from './dialing-deps.ts';
import { layFoundation } from './foundation.ts';
import type { Logger } from './logger.ts';
import { notificationJobs } from './notification-jobs.ts';
import { recordingJobs } from './recording-jobs.ts';
import { sealAllCarrierTokens, secretJobs } from './secret-jobs.ts';
import { startTelemetry } from './telemetry.ts';
import { createTranscription } from './transcription.ts';
import { startWebhookJobs } from './webhook-jobs.ts';
import { createWorkflowRuns } from './workflow-runs.ts';
import { createWorkflowStarter } from './workflow-starter.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;

/** What the loops of the jobs process and the rebuild command need, and how it lets go of its connections. */
export async function composeJobs(name: string, config: Config, logger: Logger) {
  const foundation = await layFoundation(name, config, logger);
  const { pool, temporal, timings, breakers } = foundation;
  const systemPool = createPool(config.DATABASE_SYSTEM_URL, {
    max: config.DATABASE_POOL_SIZE,
    name: `${name}-system`,
  });
  const deps: RelayDeps = {
    dialing: dialingDeps(foundation),
    systemPool,
    runs: createWorkflowRuns(temporal, pool, createWorkflowStarter(temporal, timings)),
    onError: (error) => logger.warn({ err: error }, 'a job goes on after an error'),
  };
  const sideJobs: SideJob[] = [
    ...secretJobs(foundation),
    ...notificationJobs(foundation, systemPool),
    ...recordingJobs(
      foundation,
      systemPool,
      guardTranscription(breakers, createTranscription(foundation)),
      deps.onError,
    ),
    {
      name: 'trim-spans',
      everyMs: MINUTE_MS,
      run: () => trimSpans(systemPool, config.TRACE_STORE_ROWS),
    },
    {
      name: 'purge-expired',
      everyMs: HOUR_MS,
      run: async () => logger.info({ purged: await purgeExpired(systemPool) }, 'expired rows are gone'),
    },
  ];
  return {
    deps,
    /** At the start, not only in its hour; what fails is tried again then. */
    sealCarrierTokens: () => sealAllCarrierTokens(foundation).catch(deps.onError),
    startTelemetry: () => startTelemetry(foundation, { name }),
    startWebhooks: () => startWebhookJobs(foundation, systemPool, deps.onError),
    startSideJobs: () => startSideJobs(config.REDIS_URL, sideJobs, deps.onError),
    async close() {
      await systemPool.end();
      await foundation.close();
    },
  };
}
