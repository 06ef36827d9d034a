import { describe, expect, it } from '@jest/globals';
import { defaultPayloadConverter, type Payload } from '@temporalio/common';
import { Registry } from 'prom-client';
import supertest from 'supertest';
import { createApp } from '../../../api/app.ts';
import { createPayloadCodec } from '../../../runtime/payload-codec.ts';
import { CODEC_CODE, TEMPORAL_UI_ORIGIN } from '../harness/api-world.ts';
import { useApiWorld } from '../harness/api-world-hooks.ts';

const world = useApiWorld();
const AT_UI = `/temporal-codec/${CODEC_CODE}/decode`;

const json = ({ metadata, data }: Payload) => ({
  metadata: Object.fromEntries(
    Object.entries(metadata ?? {}).map(([name, value]) => [name, Buffer.from(value).toString('base64')]),
  ),
  data: Buffer.from(data ?? []).toString('base64'),
});

async function encrypted(value: unknown) {
  const codec = createPayloadCodec(world().payloadKeys);
  const [payload] = await codec.encode([defaultPayloadConverter.toPayload(value)]);
  return json(payload ?? {});
}

const textOf = (payload: { data: string }) => Buffer.from(payload.data, 'base64').toString();

describe('the codec endpoint', () => {
  it('decodes for the UI by the code in its address, and for operators, payloads of all organizations', async () => {
    const sent = {
      payloads: [await encrypted({ orgId: world().ours.orgId, a: 1 }), await encrypted('of nobody')],
    };
    const byCode = await world().http.post(AT_UI).set('Origin', TEMPORAL_UI_ORIGIN).send(sent).expect(200);
    expect(byCode.body.payloads.map(textOf)).toEqual([
      JSON.stringify({ orgId: world().ours.orgId, a: 1 }),
      '"of nobody"',
    ]);
    const byOperator = await world()
      .http.post('/temporal-codec/decode')
      .set('Authorization', `Bearer ${world().operatorToken}`)
      .send(sent)
      .expect(200);
    expect(byOperator.body).toEqual(byCode.body);
  });

  it('refuses everybody else', async () => {
    const sent = { payloads: [await encrypted('secret')] };
    const { http, ours } = world();
    await http.post('/temporal-codec/decode').send(sent).expect(401);
    // Who asks is looked at before what.
    await http.post('/temporal-codec/decode').type('json').send('{"broken').expect(401);
    await http.post('/temporal-codec/another-code-of-the-same-length-here/decode').send(sent).expect(401);
    for (const credential of [...Object.values(ours.tokens), ours.apiKey]) {
      const bearer = `Bearer ${credential}`;
      await http.post('/temporal-codec/decode').set('Authorization', bearer).send(sent).expect(403);
    }
  });

  it('lets the page of the UI ask, and no other', async () => {
    const ask = (origin: string) =>
      world()
        .http.options(AT_UI)
        .set('Origin', origin)
        .set('Access-Control-Request-Method', 'POST')
        .set('Access-Control-Request-Headers', 'x-namespace,content-type');
    const ui = await ask(TEMPORAL_UI_ORIGIN).expect(204);
    expect(ui.headers['access-control-allow-origin']).toBe(TEMPORAL_UI_ORIGIN);
    expect(ui.headers['access-control-allow-headers']).toMatch(/x-namespace/i);
    const other = await ask('https://evil.example');
    expect(other.headers['access-control-allow-origin']).not.toBe('https://evil.example');
    expect(other.headers['access-control-allow-origin']).not.toBe('*');
  });

  it('knows a UI on this machine by both names of the machine, on its port alone', async () => {
    const { deps } = world();
    const codec = { ...deps.settings.codec, uiOrigin: 'http://127.0.0.1:8233' };
    const settings = { ...deps.settings, codec };
    const http = supertest(createApp({ ...deps, settings, metrics: new Registry() }));
    const allowed = async (origin: string) =>
      (await http.options(AT_UI).set('Origin', origin)).headers['access-control-allow-origin'];
    for (const origin of ['http://127.0.0.1:8233', 'http://localhost:8233'])
      expect(await allowed(origin)).toBe(origin);
    for (const origin of ['http://localhost:8234', 'https://localhost:8233', 'http://localhost.example:8233'])
      expect(await allowed(origin)).toBeUndefined();
  });

  it('gives back as it is what it cannot read, and refuses what are no payloads', async () => {
    const good = await encrypted('good');
    const bad = { ...good, data: Buffer.alloc(60, 1).toString('base64') };
    const plain = json(defaultPayloadConverter.toPayload('plain'));
    const { body } = await world()
      .http.post(AT_UI)
      .send({ payloads: [bad, plain, good] })
      .expect(200);
    expect(body.payloads).toEqual([bad, plain, expect.anything()]);
    expect(textOf(body.payloads[2])).toBe('"good"');
    await world()
      .http.post(AT_UI)
      .send({ payloads: [{ data: 'ß' }] })
      .expect(400);
    await world().http.post(AT_UI).set('Content-Type', 'application/json').send('{').expect(400);
  });
});
