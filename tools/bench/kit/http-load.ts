import { connect, type Socket } from 'node:net';

/** What a load over HTTP made; `failures` are answers with another status than the wanted one. */
export interface HttpLoadResult {
  readonly answered: number;
  readonly failures: number;
  readonly tookMs: number;
}

/** Requests as they go over the wire, one after another on each of `connections` connections for `durationMs`. */
export interface HttpLoad {
  readonly url: string;
  readonly connections: number;
  readonly durationMs: number;
  /** The next request, whole: head, empty line and body. */
  readonly next: () => string;
  readonly status: number;
}

const LENGTH = /\r\ncontent-length: *(\d+)/i;

/**
 * Closed-loop load over kept-alive connections, written on bare sockets, since the generator shares the cores with what
 * it measures. Answers must name their Content-Length, as those of Express do.
 */
export async function httpLoad(load: HttpLoad): Promise<HttpLoadResult> {
  const tally = { answered: 0, failures: 0 };
  const startedMs = performance.now();
  const endMs = startedMs + load.durationMs;
  await Promise.all(Array.from({ length: load.connections }, () => runConnection(load, endMs, tally)));
  return { ...tally, tookMs: performance.now() - startedMs };
}

function runConnection(
  { url, next, status }: HttpLoad,
  endMs: number,
  tally: { answered: number; failures: number },
): Promise<void> {
  const { hostname, port } = new URL(url);
  const wanted = `HTTP/1.1 ${status}`;
  return new Promise((resolve, reject) => {
    const socket = connect({ host: hostname, port: Number(port), noDelay: true });
    const answers = readAnswers(socket, (head) => {
      if (head.startsWith(wanted)) tally.answered += 1;
      else tally.failures += 1;
      if (performance.now() < endMs) socket.write(next());
      else socket.end(resolve);
    });
    socket.once('connect', () => socket.write(next()));
    socket.once('error', reject);
    socket.once('close', () => reject(new Error('the server closed a connection')));
    socket.on('data', answers);
  });
}

/** Calls back with the head of each whole answer; there is never more than one on the way. */
function readAnswers(socket: Socket, onAnswer: (head: string) => void): (chunk: Buffer) => void {
  let rest: Buffer | null = null;
  return (chunk) => {
    const bytes: Buffer = rest ? Buffer.concat([rest, chunk]) : chunk;
    rest = bytes;
    const headEnd = bytes.indexOf('\r\n\r\n');
    if (headEnd < 0) return;
    const head = bytes.toString('latin1', 0, headEnd);
    const length = LENGTH.exec(head)?.[1];
    if (length === undefined) {
      socket.destroy(new Error(`an answer without its length: ${head}`));
      return;
    }
    if (bytes.length < headEnd + 4 + Number(length)) return;
    rest = null;
    onAnswer(head);
  };
}
