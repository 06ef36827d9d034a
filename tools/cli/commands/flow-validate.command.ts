import type { CliCommand } from '../cli-command.types.ts';
import { compileFlowFile, findingLines } from '../compile-flow-file.ts';
import { keyedFiles, type OutputFormat, outputOption } from '../output.ts';

interface Options {
  subflow: Record<string, string>;
  output: OutputFormat;
}

/** Every fault and warning of a flow file; ends with 1 when it could not be published. */
export const flowValidate: CliCommand = {
  noun: 'flow',
  verb: 'validate',
  summary: 'check a flow as publishing would',
  declare: (command, run) =>
    command
      .argument('<file>', 'flow document or export, JSON')
      .option('--subflow <id=file>', 'another flow that it names; may be repeated', keyedFiles, {})
      .addOption(outputOption())
      .action((file: string, { subflow, output }: Options) =>
        run(async ({ cwd, out }) => {
          const compiled = await compileFlowFile(cwd, file, subflow);
          const { ok, warnings } = compiled;
          const faults = ok ? [] : compiled.faults;
          if (output === 'json') out(JSON.stringify({ valid: ok, faults, warnings }));
          else
            out(
              [
                ...findingLines(faults),
                ...findingLines(warnings).map((line) => `warning  ${line}`),
                ok ? 'valid' : `not valid: ${faults.length} faults`,
              ].join('\n'),
            );
          return ok ? 0 : 1;
        }),
      ),
};
