import { createReadStream } from 'node:fs';

/**
 * Resolves when this process is asked to end: SIGINT, SIGTERM, SIGHUP, or the end of the launcher before us
 * (tools/bootstrap.mjs holds a pipe of which EVERCALL_LAUNCHER_FD is our end). Later requests are ignored, so that
 * an impatient second Ctrl-C cannot cut the clean-up short. Call it once, early.
 */
export function untilAskedToEnd(): Promise<string> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => resolve(signal));
    const fd = Number(process.env['EVERCALL_LAUNCHER_FD'] ?? Number.NaN);
    delete process.env['EVERCALL_LAUNCHER_FD'];
    if (!Number.isInteger(fd)) return;
    const gone = () => resolve('the end of its launcher');
    createReadStream('', { fd }).on('end', gone).on('error', gone).resume();
  });
}
