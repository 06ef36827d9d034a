import { readFileSync } from 'node:fs';
import { Client, Connection } from '@temporalio/client';
import { NativeConnection } from '@temporalio/worker';
import { beginTestRun, endTestRun } from '../test/harness/test-run.ts';
import { testTemporal } from '../test/harness/test-temporal.ts';
import { historyEvents } from '../test/replay/history-json.ts';
import { saveHistory, savedHistories } from '../test/replay/saved-histories.ts';
import type { HistoryScenario } from '../test/replay/scenarios/scenario.types.ts';
import { historyScenarios } from '../test/replay/scenarios/scenarios.ts';
import { quietRuntime } from '../test/workflows/quiet-runtime.ts';

const USAGE = `node tools/record-history.ts SCENARIO… | --missing
  Plays scenarios on a development server and saves their histories, under the version of package.json, for the replay test.
  Scenarios: ${historyScenarios.map(({ name }) => name).join(' ')}`;

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  version: string;
};

const recorded = new Set(
  savedHistories().flatMap((saved) => (saved.version === version ? [saved.scenario] : [])),
);

/** The scenarios that the arguments name; `--missing` is those that this version has not recorded yet. Null is a wrong name. */
function chosen(args: readonly string[]): HistoryScenario[] | null {
  if (args.length === 1 && args[0] === '--missing')
    return historyScenarios.filter(({ name }) => !recorded.has(name));
  const found = args.map((arg) => historyScenarios.find(({ name }) => name === arg));
  return found.length > 0 && found.every((scenario) => scenario !== undefined) ? found : null;
}

async function record(scenarios: readonly HistoryScenario[]): Promise<void> {
  quietRuntime();
  const identity = 'record-history';
  const { address } = await testTemporal();
  const clientConnection = await Connection.connect({ address });
  const connection = await NativeConnection.connect({ address });
  const client = new Client({ connection: clientConnection, identity });
  try {
    for (const { name, play } of scenarios) {
      const { workflowId, runId } = await play({ client, connection, identity });
      const history = await client.workflow.getHandle(workflowId, runId).fetchHistory();
      const events = historyEvents(history);
      console.log(`${saveHistory(version, name, events)}: ${events.length} events`);
    }
  } finally {
    await connection.close();
    await clientConnection.close();
  }
}

const scenarios = chosen(process.argv.slice(2));
if (scenarios === null) {
  console.error(USAGE);
  process.exit(2);
}
const kept = scenarios.filter(({ name }) => recorded.has(name));
if (kept.length > 0) {
  const names = kept.map(({ name }) => name).join(', ');
  console.error(
    `${version} has a history of ${names} already, and none is ever rewritten: raise the version.`,
  );
  process.exit(1);
}
const directory = beginTestRun();
try {
  await record(scenarios);
} finally {
  await endTestRun(directory);
}
