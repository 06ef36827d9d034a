import { mkdirSync } from 'node:fs';
import { lookup } from 'node:dns/promises';
import { connect } from 'node:net';
import { runCommand } from './run-command.ts';

const HOST = 'temporal.download';
const PROBE_DEADLINE_MS = 4_000;
const DOWNLOAD_DEADLINE_MS = 4 * 60_000;

/** Whether the SDK's download host takes connections, known within four seconds; throws the reason when not. */
async function probeDownloadHost(): Promise<void> {
  const { address } = await Promise.race([
    lookup(HOST),
    new Promise<never>((_, reject) => {
      setTimeout(() => reject(new Error(`no answer for the name ${HOST}`)), PROBE_DEADLINE_MS).unref();
    }),
  ]);
  await new Promise<void>((resolve, reject) => {
    const socket = connect({ host: address, port: 443, timeout: PROBE_DEADLINE_MS });
    socket.once('connect', () => socket.destroy() && resolve());
    socket.once('timeout', () => socket.destroy(new Error(`${HOST} does not answer`)));
    socket.once('error', reject);
  });
}

/**
 * Lets the Temporal SDK download one of its two servers into `directory`, starting it once to do so.
 * In a process of its own, as the SDK knows no deadline. Throws when the host cannot be reached.
 */
export async function downloadBySdk(
  kind: 'createLocal' | 'createTimeSkipping',
  directory: string,
): Promise<void> {
  await probeDownloadHost();
  mkdirSync(directory, { recursive: true });
  const script = `
    import { TestWorkflowEnvironment } from '@temporalio/testing';
    const executable = { type: 'cached-download', downloadDir: process.argv[1] };
    const environment = await TestWorkflowEnvironment.${kind}({ server: { executable } });
    await environment.teardown();
    process.exit(0);`;
  const args = ['--input-type=module', '--eval', script, directory];
  await runCommand(process.execPath, args, { deadlineMs: DOWNLOAD_DEADLINE_MS, cwd: import.meta.dirname });
}
