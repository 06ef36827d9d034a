import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { pollUntil } from '../../tools/stack/poll.ts';
import { testLayout } from '../harness/test-run.ts';
import { type CallView, InboundWorld } from './inbound-world.ts';
import { ownCertificate } from './own-certificate.ts';
import { KEY_OF, KEY_OF_STRANGER, LONG_MUSIC, MUSIC, shopFlow } from './shop-flow.ts';
import { ShopServer } from './shop-server.ts';

const STACK_LIMIT_MS = 180_000;
const TEST_LIMIT_MS = 60_000;
/** Of the 15 s that a carrier waits for an answer; what holds the caller is there long before. */
const MOST_SILENCE_MS = 3_000;
/** The shop answers at once, so that the music lasts no longer than its grace and one request to the carrier. */
const MOST_MUSIC_MS = 5_000;

let folder: string;
let shop: ShopServer;
/** As able to answer as the shop, but not named in the setting. */
let stranger: ShopServer;
let world: InboundWorld;
beforeAll(async () => {
  const certificate = ownCertificate();
  [shop, stranger] = await Promise.all([ShopServer.start(certificate), ShopServer.start(certificate)]);
  folder = mkdtempSync(join(testLayout().stateDir, 'shop-'));
  const certFile = join(folder, 'cert.pem');
  writeFileSync(certFile, certificate.cert);
  const worker = { DEVELOPMENT_HOSTS: shop.host, NODE_EXTRA_CA_CERTS: certFile };
  const workers = { 'worker-calls': worker, 'worker-campaigns': worker };
  world = await InboundWorld.open(shopFlow(shop.host, stranger.host), workers);
  const keys = [...Object.values(KEY_OF), KEY_OF_STRANGER];
  await world.people.cast(
    Object.fromEntries(keys.map((key) => [`presses_${key}`, { script: [{ press: key }] }])),
  );
}, STACK_LIMIT_MS);
afterAll(async () => {
  await world?.end();
  await Promise.all([shop?.close(), stranger?.close()]);
  rmSync(folder, { recursive: true, force: true });
}, STACK_LIMIT_MS);

interface Heard {
  readonly view: CallView;
  /** What was said and played, in order; music as `MUSIC`. */
  readonly heard: string[];
}

const callWith = (key: string) => world.people.callUs(`+1212555016${key}`, `presses_${key}`);

/** Waits for the end of a call, in which the carrier found nothing amiss and nobody waited long for an answer. */
async function outcomeOf(sid: string): Promise<Heard> {
  const [view] = await world.untilClosed([sid]);
  if (!view) throw new Error('no call');
  const truth = world.people.truth([sid]);
  expect(truth.filter(({ event }) => event === 'error' || event === 'warning')).toEqual([]);
  const answers = truth.filter(
    ({ event, purpose }) =>
      event === 'webhook_answered' && ['voice', 'gather', 'redirect'].includes(purpose ?? ''),
  );
  expect(answers.length).toBeGreaterThanOrEqual(3);
  expect(answers.filter(({ status }) => status !== 200)).toEqual([]);
  expect(Math.max(...answers.map(({ tookMs }) => tookMs ?? 0))).toBeLessThan(MOST_SILENCE_MS);
  return { view, heard: heardIn(sid) };
}

function heardIn(sid: string): string[] {
  const truth = world.people.truth([sid]);
  return truth.flatMap(({ event, text, url }) =>
    event === 'say' ? [text ?? ''] : event === 'play' ? [url ?? ''] : [],
  );
}

/** The secret that the organization's requests are signed with. */
async function signingSecret(): Promise<string> {
  const { secret } = await world.proof.api.get<{ secret: string }>('/api/v1/settings/flow-signing-secret');
  return secret;
}

describe('a flow that asks a customer’s server', () => {
  it(
    'signs what it asks and speaks what it is told',
    async () => {
      const { view, heard } = await outcomeOf(await callWith(KEY_OF['/orders']));
      expect(view.call).toMatchObject({ outcome: 'answered', disposition: 'told' });
      expect(heard[0]).toBe('Which order?');
      expect(heard[1]).toBe('One moment, please.');
      expect(heard.at(-1)).toBe('Your order is on its way.');
      const asked = shop.asked.filter(({ path }) => path === '/orders');
      expect(asked).toHaveLength(1);
      const [{ headers, rawBody } = { headers: {}, rawBody: '' }] = asked;
      const signed = headers as Record<string, string>;
      const webhook = new Webhook(await signingSecret());
      expect(webhook.verify(rawBody, signed)).toEqual({ word: 'A&B "<ě>"', number: 41.5 });
      expect(() => webhook.verify(rawBody.replace('41.5', '42.5'), signed)).toThrow('signature');
      expect(signed).toMatchObject({
        'content-type': 'application/json',
        'evercall-call-id': view.call.id,
        'webhook-id': `${view.call.id}:ask_orders:1`,
      });
    },
    TEST_LIMIT_MS,
  );

  it(
    'holds the caller with music while the answer is slow, and then speaks it',
    async () => {
      const sid = await callWith(KEY_OF['/slow']);
      const isHeld = () => heardIn(sid).filter((one) => one === MUSIC).length >= 2;
      expect(await pollUntil(isHeld, { deadlineMs: 20_000 })).toBe(true);
      shop.release();
      const { view, heard } = await outcomeOf(sid);
      expect(view.call.disposition).toBe('told');
      const music = heard.slice(2, -1);
      expect(heard).toEqual(['Which order?', 'One moment, please.', ...music, 'Your order is on its way.']);
      expect(new Set(music)).toEqual(new Set([MUSIC]));
    },
    TEST_LIMIT_MS,
  );

  it(
    'keeps nobody in music that is longer than the answer takes',
    async () => {
      const sid = await callWith(KEY_OF['/later']);
      const { view, heard } = await outcomeOf(sid);
      expect(view.call.disposition).toBe('told');
      expect(heard).toEqual(['Which order?', 'One moment, please.', LONG_MUSIC, 'Your order is on its way.']);
      const truth = world.people.truth([sid]);
      // What is said or played is written down when it has ended.
      const atMs = (what: string) => truth.find(({ url, text }) => url === what || text === what)?.at ?? NaN;
      expect(atMs(LONG_MUSIC) - atMs('One moment, please.')).toBeLessThan(MOST_MUSIC_MS);
    },
    TEST_LIMIT_MS,
  );

  it(
    'leaves by its other outlets when the answer is broken, huge or never comes',
    async () => {
      const broken = ['/broken', '/page', '/flood'] as const;
      const sids = await Promise.all([...broken, '/silent' as const].map((path) => callWith(KEY_OF[path])));
      const outcomes = await Promise.all(sids.map(outcomeOf));
      const dispositions = outcomes.map(({ view }) => view.call.disposition);
      expect(dispositions).toEqual(['failed', 'failed', 'failed', 'late']);
      const last = outcomes.map(({ heard }) => heard.at(-1));
      expect(new Set(last)).toEqual(new Set(['We cannot look that up.', 'That takes too long.']));
      for (const path of [...broken, '/silent']) {
        expect(shop.asked.filter((one) => one.path === path)).toHaveLength(1);
      }
    },
    TEST_LIMIT_MS,
  );

  it(
    'does not ask a server of this machine that the setting does not name',
    async () => {
      const { view, heard } = await outcomeOf(await callWith(KEY_OF_STRANGER));
      expect(view.call.disposition).toBe('failed');
      expect(heard.at(-1)).toBe('We cannot look that up.');
      expect(stranger.connections).toBe(0);
    },
    TEST_LIMIT_MS,
  );
});
