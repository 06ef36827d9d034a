import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A sound that the carrier has; `status` other than 200 is answered instead of it. */
export interface Recording {
  body: Buffer;
  status: number;
  headers: Record<string, string>;
  /** The connection breaks after this many bytes. */
  cutAfter: number;
}

/** A carrier's media door that answers as badly as it is told to. */
export class RecordingServer {
  readonly asked: { path: string; authorized: boolean }[] = [];
  readonly #recordings = new Map<string, Recording>();
  readonly #server: Server;
  readonly #account: string;
  readonly #authorization: string;

  private constructor(account: string, token: string) {
    this.#account = account;
    this.#authorization = `Basic ${Buffer.from(`${account}:${token}`).toString('base64')}`;
    this.#server = createServer((req, res) => this.#answer(req, res));
  }

  static async start(account: string, token: string): Promise<RecordingServer> {
    const server = new RecordingServer(account, token);
    await new Promise<void>((resolve) => server.#server.listen(0, '127.0.0.1', resolve));
    return server;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Adds a sound and answers its id. */
  add(recording: Partial<Recording>): string {
    const sid = `RE${randomBytes(16).toString('hex')}`;
    this.set(sid, recording);
    return sid;
  }

  set(sid: string, recording: Partial<Recording>): void {
    this.#recordings.set(sid, {
      body: Buffer.alloc(0),
      status: 200,
      headers: {},
      cutAfter: Infinity,
      ...recording,
    });
  }

  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => void this.#server.close(() => resolve()));
    this.#server.closeAllConnections();
    await closed;
  }

  #answer(req: IncomingMessage, res: ServerResponse): void {
    const path = req.url ?? '';
    const authorized = req.headers.authorization === this.#authorization;
    this.asked.push({ path, authorized });
    const prefix = `/2010-04-01/Accounts/${this.#account}/Recordings/`;
    const sid = path.startsWith(prefix) ? path.slice(prefix.length).replace(/\.wav$/, '') : '';
    const recording = this.#recordings.get(sid);
    if (!authorized || !recording) {
      res.writeHead(authorized ? 404 : 401).end();
      return;
    }
    const { body, status, headers, cutAfter } = recording;
    res.writeHead(status, { 'content-length': body.length, ...headers });
    if (cutAfter === Infinity) res.end(body);
    else res.write(body.subarray(0, cutAfter), () => res.destroy());
  }
}
