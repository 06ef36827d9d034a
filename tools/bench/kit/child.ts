import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** A process of a bench or a proof that has said it is ready. */
export interface Child {
  readonly pid: number;
  /** Its ready line. */
  readonly ready: { readonly url?: string };
  /** Ends it in order and waits for its end. Idempotent. */
  stop(): Promise<void>;
}

const READY_LIMIT_MS = 60_000;
const STOP_LIMIT_MS = 15_000;

/**
 * Starts `node FILE` and waits for its ready line. It ends with us: its stdin closes when we die. Rejects with its
 * last words when it ends or stays silent instead.
 */
export async function startChild(file: string, env: Readonly<Record<string, string>>): Promise<Child> {
  const child = spawn(process.execPath, [file], {
    env: { ...process.env, ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const ready = await untilReady(child, file);
  return {
    pid: child.pid as number,
    ready,
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGTERM');
      const last = setTimeout(() => child.kill('SIGKILL'), STOP_LIMIT_MS);
      await exited;
      clearTimeout(last);
    },
  };
}

function untilReady(child: ChildProcess, file: string): Promise<{ url?: string }> {
  let lastWords = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    lastWords = (lastWords + chunk.toString()).slice(-2_000);
  });
  return new Promise((resolve, reject) => {
    const fail = (why: string): void => reject(new Error(`${file} ${why}: ${lastWords}`));
    const limit = setTimeout(() => {
      child.kill('SIGKILL');
      fail('did not become ready');
    }, READY_LIMIT_MS);
    child.once('exit', () => fail('ended before it was ready'));
    if (!child.stdout) return;
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (!line.includes('"ready"')) return;
      clearTimeout(limit);
      resolve(JSON.parse(line) as { url?: string });
    });
  });
}
