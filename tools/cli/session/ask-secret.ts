import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';

/** Asks a question at the terminal and reads a line that is not shown while it is typed. Throws when `signal` is aborted. */
export async function askSecret(question: string, signal: AbortSignal): Promise<string> {
  process.stderr.write(question);
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const line = createInterface({ input: process.stdin, output: nowhere, terminal: true });
  // In this mode of the terminal Ctrl-C is a key like any other.
  line.once('SIGINT', () => process.kill(process.pid, 'SIGINT'));
  try {
    const [answer] = (await once(line, 'line', { signal })) as [string];
    return answer;
  } finally {
    line.close();
    process.stderr.write('\n');
  }
}
