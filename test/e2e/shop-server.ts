import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { OwnCertificate } from './own-certificate.ts';

/** A request as the shop got it. */
export interface AskedOfShop {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly rawBody: string;
}

const ORDER = JSON.stringify({ order: { state: 'on its way' } });
/** Twice as much as is read of an answer; what is asked for stands in front. */
const FLOOD = JSON.stringify({ order: { state: 'on its way' }, log: 'x'.repeat(2_000_000) });

/** A customer's HTTPS server on a free port of 127.0.0.1, which answers each path in its own way. */
export class ShopServer {
  readonly asked: AskedOfShop[] = [];
  /** Sockets that were opened to it. */
  connections = 0;
  private readonly held: ServerResponse[] = [];
  private readonly server: Server;

  private constructor({ cert, key }: OwnCertificate) {
    this.server = createServer({ cert, key }, (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const { url: path = '', headers } = request;
        this.asked.push({ path, headers, rawBody: Buffer.concat(chunks).toString() });
        this.answer(path, response);
      });
    });
    this.server.on('connection', () => (this.connections += 1));
  }

  static async start(certificate: OwnCertificate): Promise<ShopServer> {
    const shop = new ShopServer(certificate);
    await new Promise<void>((resolve) => shop.server.listen(0, '127.0.0.1', resolve));
    return shop;
  }

  /** `host:port`, as a setting names it. */
  get host(): string {
    return `127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Answers whoever still waits at `/slow`. */
  release(): void {
    for (const response of this.held.splice(0)) json(response, 200, ORDER);
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private answer(path: string, response: ServerResponse): void {
    switch (path) {
      case '/orders':
      case '/later':
        return json(response, 200, ORDER);
      case '/slow':
        return void this.held.push(response);
      case '/broken':
        return json(response, 500, ORDER);
      case '/page':
        return void response.writeHead(200, { 'content-type': 'text/html' }).end('<p>on its way</p>');
      case '/flood':
        return json(response, 200, FLOOD);
      default:
        // Nobody answers.
        return;
    }
  }
}

function json(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(body);
}
