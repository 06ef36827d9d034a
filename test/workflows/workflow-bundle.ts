import { bundleWorkflowCode, type WorkflowBundleWithSourceMap } from '@temporalio/worker';

let bundle: Promise<WorkflowBundleWithSourceMap> | undefined;

/** The workflow bundle, built once a test file. */
export function workflowBundle(): Promise<WorkflowBundleWithSourceMap> {
  bundle ??= bundleOf(new URL('../../workflows/index.ts', import.meta.url).pathname);
  return bundle;
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
