import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, expect, it } from '@jest/globals';
import { createCustomerHttp } from '../../providers/customer-http/customer-http.ts';
import { createWebhookSender } from '../../providers/webhooks/webhook-sender.ts';
import { newSecret } from './webhook-bed.ts';

const root = join(import.meta.dirname, '..', '..');
const guide = readFileSync(join(root, 'docs', 'guide', 'webhooks.md'), 'utf8');
const [, code = ''] = /```js\n(.*?)```/s.exec(guide) ?? [];

let receiver: ChildProcess | undefined;
afterEach(async () => {
  if (!receiver || receiver.exitCode !== null) return;
  receiver.kill('SIGKILL');
  await once(receiver, 'exit');
});

it('the receiver of the guide takes a message once, and none that is signed by somebody else', async () => {
  const secret = newSecret();
  receiver = spawn(process.execPath, ['--input-type=module', '--eval', code], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { PATH: process.env.PATH ?? '', WEBHOOK_SECRET: secret, PORT: '0' },
  });
  if (!receiver.stdout) throw new Error('the receiver says nothing');
  const lines = createInterface(receiver.stdout)[Symbol.asyncIterator]();
  const port =
    String((await lines.next()).value)
      .split(' ')
      .at(-1) ?? '';
  const sender = createWebhookSender({
    http: createCustomerHttp({ developmentHosts: [`127.0.0.1:${port}`] }),
    wallMs: () => Date.now(),
    redactText: (text) => text,
  });
  const send = async (messageId: string, signedBy: string[]) => {
    const body = JSON.stringify({
      type: 'webhook.test',
      timestamp: '2026-01-01T00:00:00.000Z',
      data: { messageId },
    });
    const message = { url: `http://127.0.0.1:${port}/`, messageId, body, timeoutMs: 5_000 };
    return (await sender.send({ ...message, secrets: signedBy })).status;
  };
  expect(await send('forged', [newSecret()])).toBe(401);
  expect(await send('one', [secret])).toBe(204);
  expect(await send('one', [secret])).toBe(204);
  // While secrets are rotated, either signature will do.
  expect(await send('two', [newSecret(), secret])).toBe(204);
  expect([(await lines.next()).value, (await lines.next()).value]).toEqual([
    'webhook.test {"messageId":"one"}',
    'webhook.test {"messageId":"two"}',
  ]);
});
