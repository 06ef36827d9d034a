import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import pg from 'pg';
import { E2eWorld } from './e2e-world.ts';
import { openTokenProxy, type TokenProxy } from './token-proxy.ts';

const STACK_LIMIT_MS = 180_000;
const PEOPLE = 25;

let world: E2eWorld;
let carrier: TokenProxy;
beforeAll(async () => {
  world = await E2eWorld.open();
  carrier = await openTokenProxy(world.proof.stack.carrier);
}, STACK_LIMIT_MS);
afterAll(async () => {
  await carrier?.close();
  await world?.end();
}, STACK_LIMIT_MS);

/** The organization's account is reached at the proxy from now on. */
async function reachCarrierAt(url: string): Promise<void> {
  const client = new pg.Client(world.proof.dumpUrl);
  await client.connect();
  await client.query('UPDATE carrier_account SET api_base_url = $1', [url]);
  await client.end();
}

async function refusedWebhooks(): Promise<string[]> {
  const metrics = await (await fetch(`${world.proof.stack.urls.api}/metrics`)).text();
  return metrics.split('\n').filter((line) => /^carrier_webhooks_refused_total\{.*bad_signature/.test(line));
}

it(
  'goes on dialing with the new token of a key that is rotated in mid-campaign, and refuses no webhook',
  async () => {
    const { api, stack } = world.proof;
    const { accountSid, authToken } = stack.carrier;
    const nextToken = randomBytes(16).toString('hex');
    await reachCarrierAt(carrier.url);
    const key = { provider: 'twilio', secret: { accountSid, authToken } };
    const { id } = await api.post<{ id: string }>('/api/v1/provider-keys', { ...key, label: 'ours' });

    const campaignId = await world.launch({ people: PEOPLE, maxConcurrent: 3 });
    await world.untilRings(4);
    // The carrier takes both for a while, and still signs with the old one.
    carrier.accepted.add(nextToken);
    const next = { provider: 'twilio', secret: { accountSid, authToken: nextToken } };
    await api.post(`/api/v1/provider-keys/${id}/rotate`, { ...next, keepPreviousSeconds: 3_600 });
    await world.untilRings(PEOPLE / 2);
    carrier.accepted.delete(authToken);
    await world.untilState(campaignId, 'completed');

    expect(await world.faults()).toEqual([]);
    expect(await refusedWebhooks()).toEqual([]);
    expect(carrier.heard.filter(({ isAccepted }) => !isAccepted)).toEqual([]);
    const tokens = carrier.heard.map(({ token }) => token);
    expect(tokens.lastIndexOf(authToken)).toBeGreaterThan(0);
    const afterwards = tokens.slice(tokens.lastIndexOf(authToken) + 1);
    expect(new Set(afterwards)).toEqual(new Set([nextToken]));
    expect(afterwards.length).toBeGreaterThan(PEOPLE / 4);
  },
  STACK_LIMIT_MS,
);
