import { createHash } from 'node:crypto';
import { existsSync, globSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { bundleWorkflowCode, type Logger } from '@temporalio/worker';

const ROOT = resolve(import.meta.dirname, '..');
/** Carries traces through workflows; always there, so that tracing is switched without another bundle. */
const TRACE_INTERCEPTOR = join(ROOT, 'workflows/carry-trace.ts');
/** Everything that workflow code may import. */
const SOURCES = [
  'workflows/**/*.ts',
  'domain/**/*.ts',
  'contracts/**/*.ts',
  'runtime/failure-converter.ts',
  'package-lock.json',
];

/** Where the bundle of the sources as they are lies once it is built; with or without a failure converter. */
export function workflowBundleFile(cacheDir: string, failureConverterPath?: string): string {
  const kind = failureConverterPath === undefined ? '' : '-encoded';
  return join(resolve(cacheDir), `workflows-${sourceDigest()}${kind}.cjs`);
}

/**
 * Path of the workflow bundle for the sources as they are, built when this content was not built before; with
 * `failureConverterPath` failures of workflows are converted by that module. Several
 * processes may ask at once: each writes a whole file under its own name and renames it.
 */
export async function workflowBundlePath(
  cacheDir: string,
  options: { failureConverterPath?: string | undefined; logger?: Logger } = {},
): Promise<string> {
  const { failureConverterPath, logger } = options;
  const path = workflowBundleFile(cacheDir, failureConverterPath);
  if (existsSync(path)) return path;
  const { code } = await bundleWorkflowCode({
    workflowsPath: join(ROOT, 'workflows/index.ts'),
    workflowInterceptorModules: [TRACE_INTERCEPTOR],
    ...(failureConverterPath !== undefined && { failureConverterPath }),
    ...(logger && { logger }),
  });
  mkdirSync(resolve(cacheDir), { recursive: true });
  const partial = `${path}.${process.pid}`;
  writeFileSync(partial, code);
  renameSync(partial, path);
  return path;
}

function sourceDigest(): string {
  const digest = createHash('sha256').update(
    createRequire(import.meta.url)('@temporalio/worker/package.json').version,
  );
  for (const file of SOURCES.flatMap((pattern) => globSync(pattern, { cwd: ROOT })).toSorted()) {
    if (!file.endsWith('.test.ts')) digest.update(`${file}\0`).update(readFileSync(join(ROOT, file)));
  }
  return digest.digest('hex').slice(0, 16);
}
