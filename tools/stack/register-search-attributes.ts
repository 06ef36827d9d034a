import { errorMessage } from './error-code.ts';
import { externalServers } from './external-servers.ts';
import { ensureSearchAttributes, temporalAnswers } from './parts/temporal-namespace.ts';
import { pollUntil } from './poll.ts';

// Run once by docker compose: waits for the Temporal that the environment names, then registers our search attributes.
const DEADLINE_MS = 120_000;

const { temporal } = externalServers();
if (temporal === undefined) {
  console.error('TEMPORAL_ADDRESS is not set.');
  process.exitCode = 2;
} else {
  const { connection, namespace, address } = temporal;
  await pollUntil(() => temporalAnswers(connection, namespace), { deadlineMs: DEADLINE_MS, everyMs: 1_000 });
  try {
    await ensureSearchAttributes(connection, namespace);
    console.log(JSON.stringify({ msg: 'search attributes are registered', address, namespace }));
  } catch (error) {
    console.error(`The search attributes could not be registered at ${address}: ${errorMessage(error)}`);
    process.exitCode = 1;
  }
}
