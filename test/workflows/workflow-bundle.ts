import { existsSync } from 'node:fs';
import { bundleWorkflowCode, type WorkflowBundleWithSourceMap } from '@temporalio/worker';
import { workflowBundleFile } from '../../runtime/workflow-bundle.ts';
import { buildCache, repositoryRoot } from '../../tools/stack/layout.ts';
import { runCommand } from '../../tools/stack/obtain/run-command.ts';

const BUILD_LIMIT_MS = 110_000;

/**
 * The workflow bundle of these sources, built by whoever asks first, in a process of its own: ask in `beforeAll`, as
 * that takes seconds on a busy machine.
 */
export async function workflowBundle(): Promise<{ codePath: string }> {
  const codePath = workflowBundleFile(buildCache);
  if (!existsSync(codePath)) {
    const script = 'tools/stack/build-workflow-bundle.ts';
    const options = { deadlineMs: BUILD_LIMIT_MS, cwd: repositoryRoot };
    await runCommand(process.execPath, [script, buildCache], options);
  }
  return { codePath };
}

/** A bundle of the workflows that the file exports; tells only what goes wrong. */
export function bundleOf(
  workflowsPath: string,
  failureConverterPath?: string,
): Promise<WorkflowBundleWithSourceMap> {
  const silent = () => {};
  const logger = {
    log: silent,
    trace: silent,
    debug: silent,
    info: silent,
    warn: console.warn,
    error: console.error,
  };
  return bundleWorkflowCode({
    workflowsPath,
    logger,
    ...(failureConverterPath !== undefined && { failureConverterPath }),
  });
}
