import { Socket } from 'node:net';

/** Resolves when the launcher before us is gone: tools/bootstrap.mjs holds a pipe, EVERCALL_LAUNCHER_FD is our end of it. */
export function untilLauncherIsGone(): Promise<void> {
  return new Promise((resolve) => {
    const fd = Number(process.env['EVERCALL_LAUNCHER_FD'] ?? '');
    // Ours alone: in a child of ours the same number is something else.
    delete process.env['EVERCALL_LAUNCHER_FD'];
    if (!Number.isInteger(fd) || fd < 3) return;
    try {
      const pipe = new Socket({ fd, readable: true, writable: false });
      pipe.once('close', () => resolve()).once('error', () => undefined);
      pipe.resume().unref();
    } catch {
      // The variable was inherited without the pipe: nobody to watch.
    }
  });
}

/**
 * Resolves with the reason when this process is asked to end: SIGINT, SIGTERM, SIGHUP or the end of its launcher.
 * Later requests are ignored, so that an impatient second Ctrl-C cannot cut the clean-up short. Call it once, early.
 */
export function untilAskedToEnd(): Promise<string> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => resolve(signal));
    void untilLauncherIsGone().then(() => resolve('the end of its launcher'));
  });
}
