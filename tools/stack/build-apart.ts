import { repositoryRoot } from './layout.ts';
import { runCommand } from './obtain/run-command.ts';

const BUILD_LIMIT_MS = 110_000;

/**
 * Builds the bundle that the workers load into `cacheDir`, unless these very sources were built before, in a process of
 * its own; `payloadCodec` is that of the configuration. Answers its path.
 */
export async function buildBundleApart(cacheDir: string, payloadCodec = 'off'): Promise<string> {
  const script = 'tools/stack/build-workflow-bundle.ts';
  const options = { deadlineMs: BUILD_LIMIT_MS, cwd: repositoryRoot };
  return (await runCommand(process.execPath, [script, cacheDir, payloadCodec], options)).trim();
}
