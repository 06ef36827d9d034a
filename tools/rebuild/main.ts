import { parseArgs } from 'node:util';
import { rebuild } from '../../activities/dialing/rebuild.ts';
import { composeJobs } from '../../runtime/compose-jobs.ts';
import { readConfig } from '../../runtime/config.ts';
import { createLogger } from '../../runtime/logger.ts';
import { explain } from '../stack/stack-error.ts';
import { stackOfClone } from './stack-of-clone.ts';

// `npm run rebuild [-- --output json]`: gives every row that is not at rest its workflow again.

const usage = `usage: npm run rebuild [-- --output json] [--state-dir DIRECTORY]
  Starts the workflow of every attempt, campaign, import, callback and webhook endpoint that is not at rest, from
  Postgres alone. For use after Temporal or Redis was lost; harmless at any time. Uses the servers that the
  environment names, else this clone's.`;

try {
  const { values } = parseArgs({
    options: {
      output: { type: 'string', default: 'table' },
      'state-dir': { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) console.log(usage);
  else await run(values.output, values['state-dir']);
} catch (error) {
  console.error(explain(error));
  process.exitCode = 1;
}

async function run(output: string, stateDir: string | undefined): Promise<void> {
  if (!process.env.DATABASE_URL) Object.assign(process.env, stackOfClone(stateDir));
  const config = readConfig(process.env);
  const { deps, close } = await composeJobs('rebuild', config, createLogger('rebuild', config.LOG_LEVEL));
  try {
    const count = await rebuild(
      { systemPool: deps.systemPool, pool: deps.dialing.pool },
      deps.runs,
      deps.onError,
    );
    const { calls, campaigns, imports, callbacks, webhooks, failed } = count;
    if (output === 'json') console.log(JSON.stringify({ msg: 'rebuilt', ...count }));
    else
      console.log(
        `Runs made sure of: ${calls} calls, ${campaigns} campaigns, ${imports} imports, ${callbacks} callbacks, ${webhooks} webhook endpoints; ${failed} failed.`,
      );
    if (failed > 0) process.exitCode = 1;
  } finally {
    await close();
  }
}
