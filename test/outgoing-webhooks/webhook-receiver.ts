import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';
import { webhookMessageSchema } from '../../contracts/webhook-events.ts';

/** A message that the receiver got and could verify. */
export interface ReceivedMessage {
  id: string;
  signatures: string[];
  rawBody: string;
  type: string;
  data: Record<string, unknown>;
}

type Answer = (
  message: ReceivedMessage,
) => number | 'hang' | 'die' | { status: number; headers: Record<string, string> };

/** A customer's server that verifies every message with the unmodified library, keeps it and answers as it is told. */
export class WebhookReceiver {
  readonly received: ReceivedMessage[] = [];
  /** Requests whose signature did not fit any of `secrets`. */
  refused = 0;
  secrets: string[] = [];
  answer: Answer = () => 204;
  answerBody = '';
  isDead = false;
  private readonly server: Server;
  private lastPort = 0;

  private constructor() {
    this.server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const message = this.verified(Buffer.concat(chunks).toString(), request.headers);
        if (!message) {
          this.refused += 1;
          response.writeHead(401).end();
          return;
        }
        this.received.push(message);
        const answer = this.answer(message);
        if (answer === 'hang') return;
        if (answer === 'die') {
          this.die();
          return;
        }
        if (typeof answer === 'number') response.writeHead(answer).end(this.answerBody);
        else response.writeHead(answer.status, answer.headers).end();
      });
    });
  }

  /** Listens on `port`, or a free one, of 127.0.0.1. */
  static async start(port = 0): Promise<WebhookReceiver> {
    const receiver = new WebhookReceiver();
    await new Promise<void>((resolve) => receiver.server.listen(port, '127.0.0.1', resolve));
    return receiver;
  }

  get port(): number {
    const address = this.server.address() as AddressInfo | null;
    this.lastPort = address?.port ?? this.lastPort;
    return this.lastPort;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}/hooks`;
  }

  /** Ids of the messages, each once. */
  ids(): Set<string> {
    return new Set(this.received.map(({ id }) => id));
  }

  /** Is gone at once, with every request under way unanswered. */
  private die(): void {
    this.lastPort = this.port;
    this.isDead = true;
    this.server.close();
    this.server.closeAllConnections();
  }

  /** Listens again where it did. */
  async revive(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(this.lastPort, '127.0.0.1', resolve));
    this.isDead = false;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private verified(rawBody: string, headers: NodeJS.Dict<string | string[]>): ReceivedMessage | null {
    for (const secret of this.secrets) {
      try {
        const body = new Webhook(secret).verify(rawBody, headers as Record<string, string>);
        const { type, data } = webhookMessageSchema.parse(body);
        const signatures = String(headers['webhook-signature']).split(' ');
        return { id: String(headers['webhook-id']), signatures, rawBody, type, data };
      } catch {
        // Perhaps the other secret.
      }
    }
    return null;
  }
}
