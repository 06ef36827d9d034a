import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { drainWebhooks } from '../../activities/webhooks/drain-webhooks.ts';
import { WEBHOOK_TIMINGS } from '../../domain/webhooks/delivery-plan.ts';
import { addDelivery } from '../api/harness/webhook-rows.ts';
import { until } from '../api/harness/until.ts';
import { useTerminal } from './command-line.ts';

const URL = 'https://hooks.example.com/evercall';
const terminal = useTerminal();
beforeAll(() => terminal.logIn());

interface Made {
  readonly endpoint: { readonly id: string; readonly revision: number };
  readonly secret: string;
}
const create = (...more: string[]) =>
  terminal.json(['webhooks', 'create', '--url', URL, '--event', 'call.completed', ...more]) as Promise<Made>;

afterEach(async () => {
  for (const { id } of (await terminal.json(['webhooks', 'list'])) as { id: string }[])
    await terminal.json(['webhooks', 'delete', id]);
});

/** Makes the tries that are due, as the jobs process does; the customer's server answers `status`. */
function send(endpointId: string, status: number): Promise<{ delivered: number; failed: number }> {
  const { deps, pool, ours } = terminal.world();
  const sender = {
    send: async () => ({
      status,
      error: null,
      durationMs: 7,
      askedWaitMs: null,
      excerpt: 'we are\u001b[31m full',
    }),
  };
  return drainWebhooks(
    {
      pool,
      sender,
      box: deps.keys.box,
      timings: WEBHOOK_TIMINGS,
      wallMs: () => Date.now(),
      onTried: () => {},
    },
    { orgId: ours.orgId, endpointId },
    'first',
  );
}

describe('evercall webhooks', () => {
  it('adds one, and shows its secret this once', async () => {
    const args = [
      'webhooks',
      'create',
      '--url',
      URL,
      '--event',
      'call.completed',
      '--event',
      'flow.published',
    ];
    const { code, out } = await terminal.run([...args, '--description', 'the CRM']);
    expect({ code, out }).toEqual({ code: 0, out: expect.stringContaining('not shown again') });
    const [secret = ''] = /whsec_\S+/.exec(out) ?? [];
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    const listed = await terminal.run(['webhooks', 'list']);
    expect(listed.out).toContain('call.completed flow.published');
    const shown = await terminal.run(['webhooks', 'show', URL]);
    expect(shown.out).toContain('the CRM');
    expect(listed.out + shown.out).not.toContain(secret);
  });

  it('makes a new secret, which takes the place of the one before at once when told', async () => {
    const { endpoint, secret } = await create();
    const next = (await terminal.json(['webhooks', 'rotate', endpoint.id])) as Made;
    expect(next.secret).not.toBe(secret);
    expect(next.endpoint).toMatchObject({ previousSecretUntil: expect.any(String) });
    expect(
      await terminal.json(['webhooks', 'rotate', endpoint.id, '--keep-previous-seconds', '0']),
    ).toMatchObject({ endpoint: { previousSecretUntil: null } });
  });

  it('changes what it is told, and leaves the rest', async () => {
    const { endpoint } = await create('--description', 'the CRM');
    const args = ['webhooks', 'update', URL, '--event', '*'];
    expect(await terminal.json(args)).toMatchObject({ url: URL, events: ['*'], description: 'the CRM' });
    expect(await terminal.json(['webhooks', 'update', endpoint.id, '--description', ''])).toMatchObject({
      events: ['*'],
      description: null,
    });
    expect(await terminal.json(['webhooks', 'disable', URL])).toMatchObject({
      state: 'disabled',
      disabledReason: 'by_user',
    });
    expect((await terminal.run(['webhooks', 'list', '--state', 'disabled'])).out).toContain('(by_user)');
    expect(await terminal.run(['webhooks', 'test', URL])).toMatchObject({
      code: 5,
      error: expect.stringContaining('webhook_endpoint.disabled'),
    });
    expect(await terminal.json(['webhooks', 'enable', URL])).toMatchObject({ state: 'enabled' });
  });

  it('refuses what cannot be, with a code of the API or before it is asked', async () => {
    const args = ['webhooks', 'create', '--event', 'call.completed', '--url'];
    expect(await terminal.run([...args, 'https://127.0.0.1/hooks'])).toMatchObject({
      code: 5,
      error: expect.stringContaining('webhook_endpoint.url_refused'),
    });
    expect(await terminal.run(['webhooks', 'create', '--url', URL, '--event', 'call.sung'])).toMatchObject({
      code: 2,
      error: expect.stringContaining('call.completed'),
    });
    expect(await terminal.run(['webhooks', 'update', URL])).toMatchObject({ code: 2 });
    expect(await terminal.run(['webhooks', 'show', URL])).toMatchObject({ code: 4 });
    expect(await terminal.run(['webhooks', 'delete', URL])).toMatchObject({ code: 4 });
    expect(await terminal.run(['webhooks', 'rotate', terminal.world().ours.orgId])).toMatchObject({
      code: 4,
      error: expect.stringContaining('webhook_endpoint.not_found'),
    });
  });

  it.each([
    [204, 0, 'delivered'],
    [503, 1, 'pending'],
  ])(
    'waits for the try of a test event that was answered with %i, and ends with %i',
    async (status, code, state) => {
      const { endpoint } = await create();
      const waiting = terminal.run(['webhooks', 'test', URL, '--wait', '--output', 'json']);
      await until(async () => {
        const { delivered, failed } = await send(endpoint.id, status);
        return delivered + failed > 0;
      }, 30_000);
      const ended = await waiting;
      expect(ended.code).toBe(code);
      expect(JSON.parse(ended.out)).toMatchObject({
        type: 'webhook.test',
        state,
        tries: 1,
        lastStatus: status,
      });
    },
    60_000,
  );
});

describe('evercall deliveries', () => {
  it('lists and shows what was sent, and what came back cannot steer the terminal', async () => {
    const { endpoint } = await create();
    const { id } = (await terminal.json(['webhooks', 'test', URL])) as { id: string };
    expect((await terminal.run(['deliveries', 'list', URL, '--state', 'pending'])).out).toContain(id);
    await send(endpoint.id, 400);
    const { code, out } = await terminal.run(['deliveries', 'show', URL, id]);
    expect(code).toBe(0);
    expect(out).toMatch(/next tries +\d{4}-.*, \d{4}-/);
    expect(out).toMatch(/1 +\d{4}-\S+ \S+ +400 +7 +we are \[31m full/);
    expect(await terminal.json(['deliveries', 'list', URL, '--type', 'call.completed'])).toEqual([]);
    expect(await terminal.run(['deliveries', 'show', URL, endpoint.id])).toMatchObject({ code: 4 });
  });

  it('sends one again, once it has ended', async () => {
    const { endpoint } = await create();
    const { ours } = terminal.world();
    const pending = await addDelivery(terminal.world(), ours, endpoint.id);
    expect(await terminal.run(['deliveries', 'replay', URL, pending])).toMatchObject({
      code: 5,
      error: expect.stringContaining('webhook_delivery.pending'),
    });
    const failed = await addDelivery(terminal.world(), ours, endpoint.id, 'failed');
    expect(await terminal.json(['deliveries', 'replay', URL, failed])).toMatchObject({
      replayOf: failed,
      state: 'pending',
    });
  });
});
