import { once } from 'node:events';
import { Agent, createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ApiWorld } from '../../../test/api/harness/api-world.ts';
import type { Random } from '../random.ts';
import { belongingsOf } from './belongings.ts';
import { FORGERIES, posted, type SentWebhook } from './forgeries.ts';
import { genuineWebhook, toldCalls } from './genuine-webhook.ts';

/** What came of forged and genuine webhooks: a sentence for each that was met wrongly. */
export interface WebhookReport {
  readonly accepted: readonly string[];
  readonly refused: readonly string[];
  /** Whether the forged ones left everything of both organizations as it was. */
  readonly isUnchanged: boolean;
}

const CALLS = 20;
const AT_ONCE = 8;

/** Sends `forged` forgeries, the kinds in turn, looks whether anything has changed, and then `genuine` genuine webhooks. */
export async function checkWebhooks(
  world: ApiWorld,
  random: Random,
  counts: { forged: number; genuine: number },
): Promise<WebhookReport> {
  const ourCalls = await toldCalls(world, world.ours, CALLS);
  const theirCalls = await toldCalls(world, world.theirs, CALLS);
  const knowledge = { world, random, ourCalls, theirCalls };
  const kinds = Object.entries(FORGERIES);
  const everything = async () =>
    (await belongingsOf(world, world.ours)).text + (await belongingsOf(world, world.theirs)).text;
  return overHttp(world, async (send) => {
    const before = await everything();
    const accepted = await each(counts.forged, async (index) => {
      const [name, forge] = kinds[index % kinds.length] ?? ['', undefined];
      const genuine = genuineWebhook(world, ourCalls, random);
      const sent = forge?.(genuine, knowledge) ?? posted(genuine);
      const status = await send(sent);
      if (status >= 500) return `${name}: ${status}`;
      return status < 400 ? `${name}: ${status} ${sent.path}` : null;
    });
    const isUnchanged = (await everything()) === before;
    const refused = await each(counts.genuine, async () => {
      const genuine = genuineWebhook(world, ourCalls, random);
      const status = await send(posted(genuine));
      return status === 200 || status === 204 ? null : `${genuine.path}: ${status}`;
    });
    return { accepted, refused, isUnchanged };
  });
}

async function each(count: number, run: (index: number) => Promise<string | null>): Promise<string[]> {
  const said: string[] = [];
  let next = 0;
  const runner = async (): Promise<void> => {
    while (next < count) {
      const fault = await run(next++);
      if (fault !== null) said.push(fault);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, runner));
  return said;
}

async function overHttp<T>(
  { app }: ApiWorld,
  work: (send: (webhook: SentWebhook) => Promise<number>) => Promise<T>,
): Promise<T> {
  const server = createServer(app).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });
  const { port } = server.address() as AddressInfo;
  try {
    return await work((webhook) => send(agent, port, webhook));
  } finally {
    agent.destroy();
    server.closeAllConnections();
    server.close();
  }
}

/** The status of the answer. A list of header values goes out as lines of their own, as no browser would send them. */
function send(agent: Agent, port: number, { path, headers, body }: SentWebhook): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = request({ agent, port, host: '127.0.0.1', method: 'POST', path }, (answer) => {
      answer.resume();
      answer.once('end', () => resolve(answer.statusCode ?? 0));
    });
    sent.once('error', reject);
    for (const [name, value] of Object.entries(headers))
      sent.setHeader(name, typeof value === 'string' ? value : [...value]);
    sent.end(body);
  });
}
