import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { styleText } from 'node:util';
import { Client, Connection } from '@temporalio/client';
import { openStack } from '../stack/open-stack.ts';
import type { Stack } from '../stack/stack.ts';
import { explain } from '../stack/stack-error.ts';
import { untilAskedToEnd } from '../stack/termination.ts';
import { ApiClient } from './api-client.ts';
import { planChaos, wreak } from './chaos.ts';
import { type DemoOptions, parseDemoOptions } from './demo-options.ts';
import { judgeDemo, renderResult } from './demo-report.ts';
import { openOffice } from './demo-office.ts';
import { launchDemoCampaign } from './demo-scenario.ts';
import { type DemoRun, openDemoRun } from './demo-run.ts';
import { renderLinks } from './links.ts';
import type { CampaignProgress } from '../cli/view/campaign-frame.ts';
import { createLiveView } from './live-view.ts';

const VIEW_EVERY_MS = 300;
/** How long the API may be away: in a chaos run it is killed. */
const PATIENCE_MS = 60_000;
/** After the last outcome, the engine's runs must be closed within this. */
const SETTLE_LIMIT_MS = 60_000;

async function main(): Promise<void> {
  const options = parseDemoOptions(process.argv.slice(2));
  const stack = await openStack({
    ports: options.ports,
    report: (line) => console.log(styleText('gray', line)),
    ...(options.stateDir !== undefined && { stateDir: options.stateDir }),
  });
  const asked = untilAskedToEnd();
  try {
    const ended = await Promise.race([runDemo(stack, options), asked]);
    if (ended === undefined && !options.once) {
      console.log('Serving. Ctrl-C ends everything that was started here.');
      await asked;
    }
  } finally {
    await stack.down();
  }
}

async function runDemo(stack: Stack, options: DemoOptions): Promise<void> {
  await stack.startServers();
  await stack.migrate();
  const run = await openDemoRun(stack, options);
  await stack.startProcesses(undefined, run.processEnv);
  console.log(
    `People's time runs ${options.timeScale} times faster here, calling hours and retries ${options.ruleRate} times.`,
  );
  const api = new ApiClient(stack.urls.api, PATIENCE_MS);
  await api.logIn(run.login.email, run.login.password);
  const { flowName } = await openOffice(api, stack.carrier, run.ourNumber);
  console.log(`${run.ourNumber} is answered by the flow ${flowName}`);
  const campaignId =
    run.campaignId ?? (await launchDemoCampaign(api, options, (line) => console.log(line))).campaignId;
  run.keep(campaignId);
  await watchCampaign(stack, api, options, campaignId, run);
  const campaign = await api.get<{ startedAt: string; finishedAt: string }>(
    `/api/v1/campaigns/${campaignId}`,
  );
  const campaignMs = Date.parse(campaign.finishedAt) - Date.parse(campaign.startedAt);
  await report(stack, options, run, campaignId, campaignMs);
}

async function watchCampaign(
  stack: Stack,
  api: ApiClient,
  options: DemoOptions,
  campaignId: string,
  run: DemoRun,
): Promise<void> {
  const startedMs = performance.now();
  const notes: string[] = [];
  const isTerminal = process.stdout.isTTY && !options.once;
  const view = createLiveView(isTerminal);
  const note = (line: string) => (isTerminal ? notes.push(line) : console.log(line));
  const chaos = options.chaos ? wreak(stack, planChaos(options.seed), note) : Promise.resolve();
  let progress: CampaignProgress;
  do {
    await delay(VIEW_EVERY_MS);
    progress = await api.get<CampaignProgress>(`/api/v1/campaigns/${campaignId}/progress`);
    run.keep(campaignId);
    view.show({ progress, elapsedMs: performance.now() - startedMs, notes });
  } while (progress.state !== 'completed' && progress.state !== 'canceled');
  view.done();
  await chaos;
}

async function report(
  stack: Stack,
  options: DemoOptions,
  run: DemoRun,
  campaignId: string,
  campaignMs: number,
): Promise<void> {
  const connection = await Connection.connect({ address: stack.urls.temporal });
  try {
    const client = new Client({ connection, namespace: stack.urls.temporalNamespace });
    await untilSettled(client, run.orgId);
    const judged = await judgeDemo({
      client,
      dumpUrl: stack.urls.database.user,
      dumpPath: join(stack.layout.stateDir, 'dump.jsonl'),
      orgId: run.orgId,
      truthPath: run.truthPath,
      ruleClock: run.ruleClock,
      earlierClocks: run.earlierClocks,
      campaignMs,
      seed: options.seed,
    });
    console.log(`\n${renderResult(judged)}\n`);
    if (options.once) console.log(JSON.stringify(judged.summary));
    else console.log(renderLinks(stack.urls, run, campaignId));
    const { doubleDialed, lost, stuck } = judged.summary;
    if (doubleDialed + lost + stuck > 0) process.exitCode = 1;
  } finally {
    await connection.close();
  }
}

/** Waits until the engine lists no open run of the demo, or the limit: what is still open then is judged as it is. */
async function untilSettled(client: Client, orgId: string): Promise<void> {
  const giveUpAtMs = performance.now() + SETTLE_LIMIT_MS;
  const query = `OrgId="${orgId}" AND ExecutionStatus="Running"`;
  while (performance.now() < giveUpAtMs) {
    const { count } = await client.workflow.count(query);
    if (count === 0) return;
    await delay(VIEW_EVERY_MS);
  }
}

try {
  await main();
  process.exit(process.exitCode ?? 0);
} catch (error) {
  console.error(explain(error));
  process.exit(1);
}
