import { randomBytes, randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { ApplicationFailure, defaultPayloadConverter, type Payload } from '@temporalio/common';
import {
  decodeOptionalFailureToOptionalError,
  encodeErrorToFailure,
} from '@temporalio/common/lib/internal-non-workflow/index.js';
import proto from '@temporalio/proto';
import type { DataKeys } from '../providers/secrets/data-keys.ts';
import { createDataConverter } from './data-converter.ts';
import { failureConverter } from './failure-converter.ts';
import { createPayloadCodec } from './payload-codec.ts';
import { createPayloadKeys } from './payload-keys.ts';

const FailureType = proto.temporal.api.failure.v1.Failure;
const KEK = randomBytes(32);
const ORG = randomUUID();
const stored = new Map<string, Buffer>();

/** Data keys in memory; `isAway` is a database that does not answer. */
function dataKeys(state: { isAway: boolean } = { isAway: false }): DataKeys {
  const keyOf = async (orgId: string) => {
    if (state.isAway) return new Promise<never>(() => {});
    const key = stored.get(orgId) ?? randomBytes(32);
    stored.set(orgId, key);
    return { version: 1, key };
  };
  return { current: keyOf, version: keyOf, remembered: () => undefined };
}

const codecOf = (keys = dataKeys(), current = KEK, previous?: Buffer) =>
  createPayloadCodec(createPayloadKeys(keys, { current, ...(previous && { previous }) }));
const payloadOf = (value: unknown): Payload => defaultPayloadConverter.toPayload(value);
const valueOf = (payload: Payload | undefined) =>
  payload && defaultPayloadConverter.fromPayload<unknown>(payload);
const keyIdOf = (payload: Payload | undefined) =>
  Buffer.from(payload?.metadata?.['encryption-key-id'] ?? []).toString();
const inWorkflow = (workflowId: string) => ({ type: 'workflow' as const, namespace: 'default', workflowId });

describe('createPayloadCodec', () => {
  it('hides every payload and gives it back in another process', async () => {
    const values = [{ digits: '4111 and more' }, 'text', null, [1, 2], undefined];
    const encoded = await codecOf().encode(values.map(payloadOf));
    expect(Buffer.concat(encoded.map(({ data }) => data ?? Buffer.alloc(0))).includes('4111')).toBe(false);
    expect((await codecOf().decode(encoded)).map(valueOf)).toEqual(values);
  });

  it('uses the key of the organization that an input begins with, and then for all of its workflow', async () => {
    const codec = codecOf();
    const context = inWorkflow('call:1');
    const [input] = await codec.encode([payloadOf({ orgId: ORG, attemptId: 'a' })], context);
    const [result] = await codec.encode([payloadOf({ outcome: 'answered' })], context);
    expect([keyIdOf(input), keyIdOf(result)]).toEqual([`org:${ORG}:1`, `org:${ORG}:1`]);
    const [other] = await codec.encode([payloadOf('x')], inWorkflow('call:2'));
    expect(keyIdOf(other)).toMatch(/^kek:local:/);
    // Another process learns it from what it reads.
    const reader = codecOf();
    await reader.decode(input ? [input] : [], context);
    const [answer] = await reader.encode([payloadOf('digits')], context);
    expect(keyIdOf(answer)).toBe(`org:${ORG}:1`);
  });

  it('believes no organization that stands deeper in a payload', async () => {
    const [encoded] = await codecOf().encode([payloadOf({ said: { orgId: ORG } })], inWorkflow('call:3'));
    expect(keyIdOf(encoded)).toMatch(/^kek:/);
  });

  it('falls back to the key of the installation while an organization’s cannot be had', async () => {
    const state = { isAway: true };
    const codec = codecOf(dataKeys(state));
    const context = inWorkflow('call:4');
    const [encoded] = await codec.encode([payloadOf({ orgId: ORG })], context);
    expect(keyIdOf(encoded)).toMatch(/^kek:/);
    const startedMs = performance.now();
    for (let many = 0; many < 100; many += 1) await codec.encode([payloadOf('x')], context);
    expect(performance.now() - startedMs).toBeLessThan(400);
  });

  it('reads what is not encrypted as it is: histories of before', async () => {
    const plain = payloadOf({ a: 1 });
    expect(await codecOf().decode([plain])).toEqual([plain]);
  });

  it('reads under the previous key-encryption key, and not without it', async () => {
    const encoded = await codecOf().encode([payloadOf('old')]);
    const next = randomBytes(32);
    expect((await codecOf(dataKeys(), next, KEK).decode(encoded)).map(valueOf)).toEqual(['old']);
    await expect(codecOf(dataKeys(), next).decode(encoded)).rejects.toMatchObject({
      code: 'secret.unreadable',
    });
  });

  it('refuses a payload that was changed, or named after another key', async () => {
    const codec = codecOf();
    const [encoded] = await codec.encode([payloadOf({ orgId: ORG })]);
    const data = Buffer.from(encoded?.data ?? []);
    data.writeUInt8(data.readUInt8(20) ^ 1, 20);
    await expect(codec.decode([{ ...encoded, data }])).rejects.toMatchObject({ code: 'secret.unreadable' });
    const [other] = await codec.encode([payloadOf('x')]);
    const renamed = { ...encoded, metadata: other?.metadata ?? {} };
    await expect(codec.decode([renamed])).rejects.toMatchObject({ code: 'secret.unreadable' });
  });
});

describe('the data converter', () => {
  const converterOf = (mode: 'on' | 'off') => {
    const { payloadCodecs = [] } = createDataConverter(createPayloadKeys(dataKeys(), { current: KEK }), mode);
    return { payloadConverter: defaultPayloadConverter, failureConverter, payloadCodecs };
  };

  it('hides what failures say, those that caused them too, and gives it back', async () => {
    const cause = new Error('nobody is at 4111');
    const error = ApplicationFailure.create({ message: 'asked 4112', details: [{ heard: '4113' }], cause });
    const failure = await encodeErrorToFailure(converterOf('on'), error);
    const bytes =
      JSON.stringify(failure) + Buffer.from(FailureType.encode(failure).finish()).toString('latin1');
    for (const hidden of ['411', 'nobody', 'asked', 'payload-codec.test'])
      expect(bytes).not.toContain(hidden);
    const told = await decodeOptionalFailureToOptionalError(converterOf('on'), failure);
    expect(told).toMatchObject({ message: 'asked 4112', details: [{ heard: '4113' }] });
    expect(told?.cause).toMatchObject({ message: 'nobody is at 4111' });
  });

  it('reads failures of before when it is off, and hides nothing new', async () => {
    const sealed = await encodeErrorToFailure(converterOf('on'), ApplicationFailure.create({ message: 'm' }));
    const told = await decodeOptionalFailureToOptionalError(converterOf('off'), sealed);
    expect(told?.message).toBe('m');
    const { payloadCodecs } = converterOf('off');
    const [plain] = (await payloadCodecs[0]?.encode([payloadOf('text')])) ?? [];
    expect(valueOf(plain)).toBe('text');
  });
});
