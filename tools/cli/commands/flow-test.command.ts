import { z } from 'zod';
import { type IvrCase, ivrSuiteSchema } from '../../../contracts/ivr-suite.schema.ts';
import { runSuite, type SuiteResult } from '../../../domain/ivr/test-suite.ts';
import { CliFault } from '../cli-fault.ts';
import type { CliCommand } from '../cli-command.types.ts';
import { compileFlowFile, findingLines } from '../compile-flow-file.ts';
import { keyedFiles, type OutputFormat, outputOption, renderColumns } from '../output.ts';
import { readJsonFile } from '../read-json-file.ts';

interface Options {
  suite: string;
  subflow: Record<string, string>;
  coverage: boolean;
  output: OutputFormat;
}

/** Runs a suite of scripted calls on a flow file, in virtual time and without a server. */
export const flowTest: CliCommand = {
  noun: 'flow',
  verb: 'test',
  summary: 'run scripted calls on a flow',
  declare: (command, run) =>
    command
      .argument('<file>', 'flow document or export, JSON')
      .requiredOption('--suite <file>', 'scripted calls, JSON')
      .option('--subflow <id=file>', 'another flow that it names; may be repeated', keyedFiles, {})
      .option('--coverage', 'also ask that every node and edge is come to', false)
      .addOption(outputOption())
      .action((file: string, options: Options) =>
        run(async ({ cwd, out }) => {
          const compiled = await compileFlowFile(cwd, file, options.subflow);
          if (!compiled.ok)
            throw new CliFault([`${file}: not valid`, ...findingLines(compiled.faults)].join('\n'));
          const result = runSuite(compiled.flow, await readSuite(cwd, options.suite));
          out(options.output === 'json' ? JSON.stringify(result) : renderResult(result));
          const isCovered = result.uncoveredNodes.length + result.uncoveredEdges.length === 0;
          return result.passed && (isCovered || !options.coverage) ? 0 : 1;
        }),
      ),
};

async function readSuite(cwd: string, file: string): Promise<IvrCase[]> {
  const parsed = ivrSuiteSchema.safeParse(await readJsonFile(cwd, file));
  if (!parsed.success) throw new CliFault(`${file}: no suite\n${z.prettifyError(parsed.error)}`);
  return parsed.data.cases;
}

function renderResult({ cases, passed, uncoveredNodes, uncoveredEdges }: SuiteResult): string {
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
