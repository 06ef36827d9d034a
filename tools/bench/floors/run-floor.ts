/** Settles when the process is told to end, by SIGTERM or by the end of its stdin. */
export function installEnd(): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      // An open stdin would keep the process alive.
      process.stdin.destroy();
      resolve();
    };
    process.once('SIGTERM', end);
    process.stdin.once('end', end);
    process.stdin.resume();
  });
}
