import { z } from 'zod';
import type { flowTestResultSchema } from '../../../../contracts/flow-suite.schema.ts';
import { type IvrCase, ivrSuiteSchema } from '../../../../contracts/ivr-suite.schema.ts';
import { caseFaults } from '../../../../domain/ivr/case-faults.ts';
import { jsonPointer } from '../../../../domain/ivr/flow-fault.ts';
import { runSuite, type SuiteResult } from '../../../../domain/ivr/test-suite.ts';
import type { CliCommand, CliContext } from '../../cli-command.types.ts';
import { CliFault } from '../../cli-fault.ts';
import { API } from '../../client/operations.ts';
import { readJsonFile } from '../../read-json-file.ts';
import { type ApiOptions, openApi } from '../../session/open-api.ts';
import { renderColumns } from '../../../render-columns.ts';
import { keyedFiles, type OutputOptions, withApiOptions, writeAnswer } from '../../view/output.ts';
import { isId } from '../find-by-name.ts';
import { compileFlowFile, findingLines } from './compile-flow-file.ts';
import { readFlowFile } from './flow-file.ts';

interface Options extends ApiOptions, OutputOptions {
  readonly suite?: string;
  readonly subflow: Record<string, string>;
  readonly coverage: boolean;
}

/** What is shown of a test run, wherever it ran. */
interface Shown {
  readonly passed: boolean;
  readonly cases: readonly ShownCase[];
  readonly uncoveredNodes: readonly string[];
  readonly uncoveredEdges: readonly { node: string; outlet: string }[];
}

interface ShownCase {
  readonly name: string;
  readonly misses: readonly string[];
  readonly run: { ended: string; disposition: string | null; language: string; durationMs: number };
}

/** Runs a suite of scripted calls on a flow, in virtual time: on a file without a server, on a flow's draft by the API. */
export const flowsTest: CliCommand = {
  noun: 'flows',
  verb: 'test',
  summary: 'run scripted calls on a file, or on the draft of a flow; ends with 1 when one fails',
  examples: [
    'evercall flows test survey.flow.json --suite survey.suite.json --coverage',
    'evercall flows test pulled.flow.json',
    'evercall flows test 01a1fecd-bfa1-74ab-a32f-fe59079c884b --suite survey.suite.json',
  ],
  declare: (command, run) => {
    withApiOptions(
      command.argument('<flow>', 'flow document or export, JSON; or the id of a flow at the API'),
    )
      .option('--suite <file>', 'scripted calls, JSON; those in a pulled file when left out')
      .option('--subflow <id=file>', 'another flow that a file names; may be repeated', keyedFiles, {})
      .option('--coverage', 'also ask that every node and edge is come to', false)
      .action((flow: string, options: Options) =>
        run(async (context) => {
          const cases = await casesFor(context.cwd, flow, options.suite);
          const { answer, shown } = await (isId(flow) ? testAtApi : testFile)(context, flow, cases, options);
          writeAnswer(context, options, answer, () => renderResult(shown));
          const isCovered = shown.uncoveredNodes.length + shown.uncoveredEdges.length === 0;
          return shown.passed && (isCovered || !options.coverage) ? 0 : 1;
        }),
      );
  },
};

async function testFile(
  { cwd }: CliContext,
  file: string,
  cases: IvrCase[],
  { subflow }: Options,
): Promise<{ answer: SuiteResult; shown: Shown }> {
  const compiled = await compileFlowFile(cwd, file, subflow);
  if (!compiled.ok) throw new CliFault([`${file}: not valid`, ...findingLines(compiled.faults)].join('\n'));
  const { graph } = compiled.flow;
  const strays = cases.flatMap((one, index) => caseFaults(graph, one, jsonPointer(['cases', index])));
  if (strays.length > 0)
    throw new CliFault([`${file}: the suite does not fit it`, ...findingLines(strays)].join('\n'));
  const answer = runSuite(compiled.flow, cases);
  return { answer, shown: answer };
}

async function testAtApi(
  context: CliContext,
  id: string,
  cases: IvrCase[],
  options: Options,
): Promise<{ answer: z.output<typeof flowTestResultSchema>; shown: Shown }> {
  const api = await openApi(context, options);
  const answer = await api.call(API.testFlow, { params: { id }, body: { cases } });
  return { answer, shown: { ...answer, cases: answer.cases.map((one) => ({ ...one, run: one })) } };
}

/** The scripted calls to run: of a suite's own file, else of all suites in a pulled one. */
async function casesFor(cwd: string, flow: string, suite: string | undefined): Promise<IvrCase[]> {
  if (suite !== undefined) return readSuite(cwd, suite);
  if (isId(flow)) throw new CliFault('which scripted calls? name them with --suite');
  const { suites } = await readFlowFile(cwd, flow);
  if (suites.length === 0) throw new CliFault(`${flow}: it holds no suite; name one with --suite`);
  if (suites.length === 1) return suites.flatMap(({ cases }) => cases);
  return suites.flatMap(({ name, cases }) =>
    cases.map((one) => Object.assign(one, { name: `${name}: ${one.name}` })),
  );
}

async function readSuite(cwd: string, file: string): Promise<IvrCase[]> {
  const parsed = ivrSuiteSchema.safeParse(await readJsonFile(cwd, file));
  if (!parsed.success) throw new CliFault(`${file}: no suite\n${z.prettifyError(parsed.error)}`);
  return parsed.data.cases;
}

function renderResult({ cases, passed, uncoveredNodes, uncoveredEdges }: Shown): string {
  const rows = cases.map(({ name, run, misses }) => [
    misses.length === 0 ? 'ok' : 'FAILED',
    name,
    run.ended,
    run.disposition ?? '-',
    run.language,
    `${(run.durationMs / 1000).toFixed(0)} s`,
  ]);
  const misses = cases.flatMap((one) => one.misses.map((miss) => `  ${one.name}: ${miss}`));
  const edges = uncoveredEdges.map(({ node, outlet }) => `${node}.${outlet}`);
  const failed = cases.filter((one) => one.misses.length > 0).length;
  return [
    renderColumns([['', 'case', 'ended', 'disposition', 'language', 'call'], ...rows]),
    ...misses,
    ...(uncoveredNodes.length > 0 ? [`nodes that no case came to: ${uncoveredNodes.join(', ')}`] : []),
    ...(edges.length > 0 ? [`edges that no case took: ${edges.join(', ')}`] : []),
    passed ? `${cases.length} passed` : `${failed} of ${cases.length} failed`,
  ].join('\n');
}
