import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { TranscriptionPort } from '../../domain/recording/transcription.port.ts';
import { createOpenAiTranscription } from './openai-transcription.ts';
import { createOrganizationTranscription } from './organization-transcription.ts';

const open: Server[] = [];

/** A stand-in for OpenAI's API that answers as a test says; the requests are kept. */
async function openAi(answer: (response: ServerResponse) => void) {
  const heard: { path: string; authorization: string; body: string }[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { url = '', headers } = request;
      heard.push({
        path: url,
        authorization: headers.authorization ?? '',
        body: Buffer.concat(chunks).toString('latin1'),
      });
      answer(response);
    });
  });
  open.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { heard, baseUrl };
}

afterEach(async () => {
  await Promise.all(
    open.splice(0).map((server) => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    }),
  );
});

const request = {
  orgId: '00000000-0000-7000-8000-000000000001',
  audio: Buffer.from('RIFFsound'),
  contentType: 'audio/wav',
  language: 'cs',
};
const answering = (status: number, body: string) => (response: ServerResponse) => {
  response.writeHead(status, { 'content-type': 'application/json' }).end(body);
};
async function ask(answer: (response: ServerResponse) => void, patch: Partial<typeof request> = {}) {
  const { baseUrl, heard } = await openAi(answer);
  const port = createOpenAiTranscription({ apiKey: 'sk-test', baseUrl, limitMs: 300 });
  return { heard, result: port.transcribe({ ...request, ...patch }) };
}

describe('transcription by OpenAI', () => {
  it('sends the sound with its language and takes the text', async () => {
    const { heard, result } = await ask(answering(200, '{"text":" Zavolejte mi. "}'));
    expect(await result).toEqual({ kind: 'text', text: 'Zavolejte mi.' });
    expect(heard[0]).toMatchObject({ path: '/v1/audio/transcriptions', authorization: 'Bearer sk-test' });
    for (const part of ['filename="message.wav"', 'RIFFsound', 'gpt-4o-mini-transcribe', '\r\ncs\r\n']) {
      expect(heard[0]?.body).toContain(part);
    }
  });

  it('gives up on a sound that is refused, and sends none of a kind that it does not take', async () => {
    expect(await (await ask(answering(400, '{}'))).result).toEqual({ kind: 'failed', code: 'http_400' });
    const { heard, result } = await ask(answering(200, '{}'), { contentType: 'video/mp4' });
    expect(await result).toEqual({ kind: 'failed', code: 'sound_not_supported' });
    expect(heard).toEqual([]);
  });

  it.each([401, 403, 429, 500, 503])('throws for %d, which may pass', async (status) => {
    const { heard, result } = await ask(answering(status, '{"error":{"message":"sk-test"}}'));
    await expect(result).rejects.toMatchObject({ code: 'service.unavailable' });
    expect(heard).toHaveLength(1);
    await expect(result).rejects.not.toThrow('sk-test');
  });

  it('throws for silence, a broken connection, a redirect, and an answer without text', async () => {
    const faults: ((response: ServerResponse) => void)[] = [
      () => {},
      (response) => response.socket?.destroy(),
      (response) => response.writeHead(307, { location: 'http://127.0.0.1:1/' }).end(),
      answering(200, '<html>'),
      answering(200, '{"words":1}'),
    ];
    for (const fault of faults) {
      await expect((await ask(fault)).result).rejects.toMatchObject({ code: 'service.unavailable' });
    }
  });
});

describe('the transcriber of an organization', () => {
  function transcriber(transcribe: TranscriptionPort['transcribe']) {
    const connected: string[] = [];
    const uses: object[] = [];
    const port = createOrganizationTranscription({
      keyOf: async (orgId) => (orgId === request.orgId ? { id: 'key-1', apiKey: 'sk-own' } : null),
      connect: async (apiKey) => {
        connected.push(apiKey);
        return { transcribe };
      },
      used: async (use) => void uses.push(use),
    });
    return { port, connected, uses };
  }
  const use = { orgId: request.orgId, keyId: 'key-1' };

  it('says that it is offline without a key, and connects to nothing', async () => {
    const { port, connected, uses } = transcriber(async () => ({ kind: 'text', text: 'hello' }));
    expect(await port.transcribe({ ...request, orgId: 'another' })).toEqual({ kind: 'offline' });
    expect([connected, uses]).toEqual([[], []]);
    expect(await port.transcribe(request)).toEqual({ kind: 'text', text: 'hello' });
    expect([connected, uses]).toEqual([['sk-own'], [{ ...use, hasFailed: false }]]);
  });

  it('tells of each use of the key, whatever came of it', async () => {
    const refused = transcriber(async () => ({ kind: 'failed', code: 'http_400' }));
    await refused.port.transcribe(request);
    const away = transcriber(() => Promise.reject(new Error('away')));
    await expect(away.port.transcribe(request)).rejects.toThrow('away');
    for (const { uses } of [refused, away]) expect(uses).toEqual([{ ...use, hasFailed: true }]);
  });
});
