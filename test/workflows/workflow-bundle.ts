import { existsSync } from 'node:fs';
import { bundleWorkflowCode, type WorkflowBundleWithSourceMap } from '@temporalio/worker';
import { workflowBundleFile } from '../../runtime/workflow-bundle.ts';
import { buildBundleApart } from '../../tools/stack/build-apart.ts';
import { buildCache } from '../../tools/stack/layout.ts';

/**
 * The workflow bundle of these sources, built by whoever asks first, in a process of its own: ask in `beforeAll`, as
 * that takes seconds on a busy machine.
 */
export async function workflowBundle(): Promise<{ codePath: string }> {
  const codePath = workflowBundleFile(buildCache);
  if (!existsSync(codePath)) await buildBundleApart(buildCache);
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
