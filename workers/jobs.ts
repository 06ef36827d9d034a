import { runRelay } from '../activities/dialing/relay.ts';
import { runSweeper } from '../activities/dialing/sweeper.ts';
import { composeJobs } from '../runtime/compose-jobs.ts';
import { readConfig } from '../runtime/config.ts';
import { createLogger } from '../runtime/logger.ts';
import { type RunningProcess, runProcess } from '../runtime/run-process.ts';

await runProcess('jobs', startJobs);

/**
 * Starts the outbox relay and the sweeper, plain loops over Postgres since they repair everything else, the deliveries
 * of webhooks, and the side jobs, which Redis may delay.
 */
async function startJobs(): Promise<RunningProcess> {
  const config = readConfig(process.env);
  const logger = createLogger('jobs', config.LOG_LEVEL);
  const composed = await composeJobs('jobs', config, logger);
  const { deps, sealCarrierTokens, startSideJobs, startWebhooks, startTelemetry, close } = composed;
  const telemetry = await startTelemetry();
  await sealCarrierTokens();
  const stop = new AbortController();
  const loops = Promise.all([runRelay(deps, stop.signal), runSweeper(deps, stop.signal)]).then(() => {});
  const webhooks = startWebhooks();
  const sideJobs = await startSideJobs();
  return {
    logger,
    finished: loops,
    async close() {
      stop.abort();
      await Promise.all([loops, webhooks.close(), sideJobs.close()]);
      await telemetry.close();
      await close();
    },
  };
}
