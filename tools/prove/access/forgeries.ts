import { createHmac } from 'node:crypto';
import twilio from 'twilio';
import type { ApiWorld } from '../../../test/api/harness/api-world.ts';
import type { Random } from '../random.ts';
import { signed, type ToldCall, type Webhook } from './genuine-webhook.ts';

/** What goes over the wire. A list of values is a header sent as often. */
export interface SentWebhook {
  readonly path: string;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body: string;
}

/** What a forger may know: a genuine webhook, calls and the secret of their own organization; never our token. */
export interface ForgerKnowledge {
  readonly world: ApiWorld;
  readonly random: Random;
  readonly theirCalls: readonly ToldCall[];
  readonly ourCalls: readonly ToldCall[];
}

/** Makes a webhook that must not be taken out of one that must be. */
export type Forgery = (genuine: Webhook, knowledge: ForgerKnowledge) => SentWebhook;

const FORM = 'application/x-www-form-urlencoded';

/** A webhook as a carrier posts it. */
export function posted(webhook: Webhook, headers: SentWebhook['headers'] = {}): SentWebhook {
  const { path, query, params, signature } = webhook;
  return {
    path: query === '' ? path : `${path}?${query}`,
    headers: { 'content-type': FORM, 'x-twilio-signature': signature, ...headers },
    body: new URLSearchParams(params).toString(),
  };
}

/** The genuine one with other parameters under the old signature. */
function withParams(genuine: Webhook, params: Record<string, string>): SentWebhook {
  return posted({ ...genuine, params: { ...genuine.params, ...params } });
}

function withSignature(genuine: Webhook, signature: string): SentWebhook {
  return posted({ ...genuine, signature });
}

function without(params: Readonly<Record<string, string>>, name: string): Record<string, string> {
  return Object.fromEntries(Object.entries(params).filter(([key]) => key !== name));
}

function changedText(text: string, random: Random): string {
  const at = random.below(text.length);
  const other = text[at] === 'A' ? 'B' : 'A';
  return text.slice(0, at) + other + text.slice(at + 1);
}

/**
 * Every way that we know of to have a webhook taken that nobody signed for us. One cannot be told from genuine ones: the
 * carrier signs names and values without marks between them, so that whoever holds a signed request may move letters
 * from a value to its name. It needs one that the carrier sent to us over TLS, and gains that a parameter is not known.
 */
export const FORGERIES: Readonly<Record<string, Forgery>> = {
  'signed with another key': (genuine, { world, random }) => {
    const { theirs, ours } = world;
    const keys = [theirs.authToken, ours.authToken.toUpperCase(), ours.accountSid, '', 'undefined', 'null'];
    return posted(signed(genuine, random.pick(keys)));
  },
  'signed with another digest': (genuine, { random, world }) => {
    const { origin, path, query, params } = genuine;
    const text = Object.entries(params)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .flat()
      .join('');
    const key = random.pick([world.theirs.authToken, '']);
    const digest = random.pick(['sha256', 'sha1', 'md5']);
    return withSignature(
      genuine,
      createHmac(digest, key).update(`${origin}${path}?${query}${text}`).digest('base64'),
    );
  },
  'no signature': (genuine, { random }) => {
    const bare = posted(genuine);
    const headers = random.pick<SentWebhook['headers']>([
      { 'content-type': FORM },
      { 'content-type': FORM, 'x-twilio-signature': '' },
      { 'content-type': FORM, 'x-signature': genuine.signature },
      { 'content-type': FORM, authorization: `Bearer ${genuine.signature}` },
    ]);
    return { ...bare, headers };
  },
  'signature sent twice': (genuine, { random }) => {
    const junk = Buffer.alloc(20, random.below(256)).toString('base64');
    const lists = [
      [junk, genuine.signature],
      [genuine.signature, junk],
      [genuine.signature, genuine.signature],
    ];
    return posted(genuine, { 'x-twilio-signature': random.pick(lists) });
  },
  'signature cut or written otherwise': (genuine, { random }) => {
    const { signature } = genuine;
    const bytes = Buffer.from(signature, 'base64');
    return withSignature(
      genuine,
      random.pick([
        signature.slice(0, 1 + random.below(signature.length - 1)),
        signature.replace(/=+$/, ''),
        `${signature}=`,
        `${signature}AAAA`,
        bytes.toString('hex'),
        bytes.toString('base64url'),
        bytes.subarray(0, 10).toString('base64'),
        signature.toLowerCase(),
        `"${signature}"`,
        `sha1=${signature}`,
        changedText(signature, random),
      ]),
    );
  },
  'other letters that look alike': (genuine, { random }) => {
    const { params } = genuine;
    const alike = random.pick([
      { CallStatus: 'сompleted' },
      { CallStatus: 'completed\u200b' },
      { CallStatus: 'ｃompleted' },
      { CallSid: `${params.CallSid}\u0000` },
      { CallSid: `${params.CallSid} ` },
      { CallerName: 'Zo\u0308fie'.normalize(random.pick(['NFC', 'NFD'])) },
      { '\ufeffCallStatus': 'completed' },
    ]);
    return withParams(genuine, alike);
  },
  'value changed in the body': (genuine, { random }) => {
    const name = random.pick(Object.keys(genuine.params).filter((key) => genuine.params[key] !== ''));
    return withParams(genuine, { [name]: changedText(genuine.params[name] ?? '', random) });
  },
  'parameter added': (genuine, { random }) =>
    withParams(
      genuine,
      random.pick([{ Digits1: '1' }, { ZZZ: 'x' }, { bodySHA256: 'x' }, { CallDuration: '99' }, { Z: ' ' }]),
    ),
  'parameter taken away': (genuine, { random }) => {
    const names = Object.keys(genuine.params).filter((name) => genuine.params[name] !== '');
    return posted({ ...genuine, params: without(genuine.params, random.pick(names)) });
  },
  'parameter repeated': (genuine, { random }) => {
    const sent = posted(genuine);
    const [name, value] = random.pick(Object.entries(genuine.params));
    const other = random.pick([value, value, 'other', '']);
    return { ...sent, body: `${sent.body}&${new URLSearchParams({ [name]: other }).toString()}` };
  },
  'body as another type': (genuine, { random }) => {
    const sent = posted(genuine);
    const json = JSON.stringify(genuine.params);
    return random.pick<SentWebhook>([
      { ...sent, body: json },
      { ...sent, body: json, headers: { ...sent.headers, 'content-type': 'application/json' } },
      { ...sent, headers: { ...sent.headers, 'content-type': 'text/plain' } },
      { ...sent, body: '', path: `${sent.path}&${sent.body}` },
      { ...sent, body: `${sent.body}&%zz` },
      { ...sent, body: `${sent.body}&Raw=%ff%fe` },
    ]);
  },
  'address changed': (genuine, { random }) => {
    const { path, query } = genuine;
    return posted({
      ...genuine,
      ...random.pick([
        { query: `${query}&poll=1` },
        { query: `${query}&t=other` },
        { query: '' },
        { query: query.split('&').toReversed().join('&') },
        { query: query.replace('a=', 'c=') },
        { path: `${path}/` },
        { path: path.replace(/\w+$/, path.endsWith('status') ? 'recording' : 'status') },
        { path: path.replace('/webhooks', '//webhooks') },
        { path: path.replace('twilio', 'Twilio') },
      ]),
    });
  },
  'host of the forger': (genuine, { world, random }) => {
    const origin = 'https://evil.example.test';
    const elsewhere = signed({ ...genuine, origin }, world.theirs.authToken);
    const named = random.pick([
      { host: 'evil.example.test' },
      { 'x-forwarded-host': 'evil.example.test' },
      { 'x-original-url': '/' },
    ]);
    return posted(elsewhere, named);
  },
  'replayed for another organization': (genuine, { world }) =>
    posted({ ...genuine, path: genuine.path.replace(world.ours.ref, world.theirs.ref) }),
  'another account in the body': (genuine, { world, random }) => {
    const { ours, theirs } = world;
    const own = { ...genuine, params: { ...genuine.params, AccountSid: theirs.accountSid } };
    return random.pick([
      posted(signed(own, theirs.authToken)),
      posted(signed(genuine, theirs.authToken)),
      posted({ ...own, signature: signed(own, ours.accountSid).signature }),
      posted(
        signed({ ...own, params: { ...own.params, AccountSid: `AC${'f'.repeat(32)}` } }, theirs.authToken),
      ),
    ]);
  },
  'two accounts in the body': (genuine, { world, random }) => {
    const { ours, theirs } = world;
    const sids = random.chance(0.5)
      ? [ours.accountSid, theirs.accountSid]
      : [theirs.accountSid, ours.accountSid];
    const rest = new URLSearchParams(without(genuine.params, 'AccountSid'));
    const params = { ...genuine.params, AccountSid: sids };
    const url = `${genuine.origin}${genuine.path}?${genuine.query}`;
    const signature = twilio.getExpectedTwilioSignature(theirs.authToken, url, params);
    const body = `AccountSid=${sids[0]}&AccountSid=${sids[1]}&${rest.toString()}`;
    return { ...posted({ ...genuine, signature }), body };
  },
  'key of the link changed': (genuine, { world, random, theirCalls, ourCalls }) => {
    const { id, key } = random.pick(ourCalls);
    const their = random.pick(theirCalls);
    const query = random.pick([
      `a=${id}&k=${changedText(key, random)}`,
      `a=${id}&k=${key.slice(0, -1)}`,
      `a=${id}&k=${key}A`,
      `a=${id}&k=`,
      `a=${id}`,
      `k=${key}`,
      `a=${id}&k=${their.key}`,
      `a=${their.id}&k=${key}`,
      `a=${their.id}&k=${their.key}`,
      `a=${id}&a=${their.id}&k=${key}`,
      `a=${id}&k=${key}&k=${key}`,
    ]);
    // An account holder can have anything signed; only voice, status and recording name a call in their address.
    const kind = random.pick(['voice', 'status', 'recording']);
    const path = genuine.path.replace(/\w+$/, kind);
    const origin = world.deps.settings.publicUrl;
    const news = { RecordingSid: `RE${'a'.repeat(32)}`, RecordingStatus: 'completed' };
    const params = { ...genuine.params, ...(kind === 'recording' && news) };
    return posted(signed({ origin, path, query, params }, world.ours.authToken));
  },
};
