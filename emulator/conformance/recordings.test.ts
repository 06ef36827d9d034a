import { afterEach, describe, expect, it } from '@jest/globals';
import twilio from 'twilio';
import type { Heard } from './customer.ts';
import { closeLabs, everybody, type Lab, type LabOptions, startLab } from './lab.ts';

const { VoiceResponse } = twilio.twiml;
type RecordAttributes = Parameters<InstanceType<typeof VoiceResponse>['record']>[0];

const NEWS = ['in-progress', 'completed', 'absent'] as const;
const MESSAGE = 'Hello, please call me back about the appointment on Tuesday.';
const TIMING = { slowMs: 150, hangMs: 400, lateMs: 200, queuedMs: 60_000, listLagMs: 250, replayMs: 20 };

afterEach(closeLabs);

/** One call on which a Record is carried out; `/recorded` hears the action and `/recording` the news. */
async function record(
  persona: object | string,
  attributes: RecordAttributes = {},
  more: LabOptions = {},
): Promise<Lab> {
  const lab = await startLab({ cps: 1000, personas: everybody(persona), ...more });
  const voice = new VoiceResponse();
  voice.record({
    action: '/recorded',
    recordingStatusCallback: '/recording',
    recordingStatusCallbackEvent: [...NEWS],
    ...attributes,
  });
  voice.say('went on');
  lab.customer.answers['/voice'] = voice.toString();
  lab.customer.answers['/recorded'] = '<Response/>';
  await lab.call('+12125550161');
  await lab.idle();
  return lab;
}

const statuses = (lab: Lab): unknown[] =>
  lab.customer.at('/recording').map((one) => one.params.RecordingStatus);

async function only(lab: Lab): Promise<Awaited<ReturnType<Lab['client']['recordings']['list']>>[number]> {
  const recordings = await lab.client.recordings.list();
  expect(recordings).toHaveLength(1);
  return recordings[0]!;
}

async function audio(lab: Lab, path: string, withAuth = true): Promise<Response> {
  const { url, accountSid, authToken } = lab.emulator;
  const authorization = `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`;
  return fetch(
    `${url}/2010-04-01/Accounts/${accountSid}/Recordings/${path}`,
    withAuth ? { headers: { authorization } } : {},
  );
}

describe('what is recorded', () => {
  const speaker = (more: object = {}): object => ({
    answers: { afterS: 1 },
    script: [{ say: MESSAGE, afterS: 2 }],
    ...more,
  });

  it('begins before a word is said, and trims silence unless told not to', async () => {
    const lab = await record(speaker(), { timeout: 3 });
    expect(statuses(lab)).toEqual(['in-progress', 'completed']);
    const events = lab.truth().map((event) => event.event);
    expect(events.indexOf('recording')).toBeLessThan(events.indexOf('speech'));
    // 60 characters, 15 a second.
    expect((await only(lab)).duration).toBe('4');
    const whole = await record(speaker(), { timeout: 3, trim: 'do-not-trim' });
    // 2 s before the first word, 4 s of words, 3 s of silence.
    expect((await only(whole)).duration).toBe('9');
  });

  it('ends at maxLength and at a finish key', async () => {
    const long = await record(speaker(), { maxLength: 4 });
    expect((await only(long)).duration).toBe('2');
    const keyed = { answers: { afterS: 1 }, reactions: [{ press: '#', afterS: 9 }] };
    const lab = await record({ ...keyed, script: [] }, { finishOnKey: '#', timeout: 20 });
    expect(lab.customer.at('/recorded')).toEqual([]);
    expect(lab.truth('key')).toMatchObject([{ key: '#', collected: true }]);
  });

  it('is absent when nothing was said, and then nobody asks the action', async () => {
    const lab = await record('listens', { timeout: 2 });
    expect(statuses(lab)).toEqual(['in-progress', 'absent']);
    expect(lab.customer.at('/recording')[1]?.params).toMatchObject({ ErrorCode: '16102' });
    expect(await only(lab)).toMatchObject({ status: 'absent', duration: '0', errorCode: 16102 });
    expect(lab.customer.at('/recorded')).toEqual([]);
    expect(lab.truth('say').map((event) => event.text)).toEqual(['went on']);
    expect((await audio(lab, (await only(lab)).sid)).status).toBe(404);
  });

  it('keeps what was said when the caller hangs up in mid-sentence', async () => {
    const lab = await record(speaker({ hangsUpAfterS: 4.5 }), { timeout: 3 });
    expect(lab.customer.at('/recorded')[0]?.params).toMatchObject({
      Digits: 'hangup',
      RecordingDuration: '2',
    });
    expect(await only(lab)).toMatchObject({ status: 'completed', duration: '2' });
  });

  it('sends the news asked for and no others; completed when none is named', async () => {
    const lab = await record(speaker(), { recordingStatusCallbackEvent: ['absent'] });
    expect(statuses(lab)).toEqual([]);
    const usual = await record(speaker(), { recordingStatusCallbackEvent: [] });
    expect(statuses(usual)).toEqual(['completed']);
    const [news] = usual.customer.at('/recording') as [Heard];
    expect(news).toMatchObject({ isSigned: true, method: 'POST', params: { RecordingChannels: '1' } });
  });

  it('writes down what was said for transcribeCallback', async () => {
    const lab = await record(speaker(), { transcribe: true, transcribeCallback: '/words' });
    const { sid } = await only(lab);
    expect(lab.customer.at('/words')).toMatchObject([
      {
        isSigned: true,
        params: { TranscriptionText: MESSAGE, TranscriptionStatus: 'completed', RecordingSid: sid },
      },
    ]);
    const brief = await record(speaker({ script: [{ say: 'Hi.' }] }), { transcribeCallback: '/words' });
    expect(brief.customer.at('/words')[0]?.params).toMatchObject({
      TranscriptionStatus: 'failed',
      TranscriptionText: '',
    });
  });
});

describe('the audio', () => {
  const speaker = { answers: { afterS: 1 }, script: [{ say: MESSAGE }] };

  it('wants basic authentication, unless media are open', async () => {
    const lab = await record(speaker);
    const { sid } = await only(lab);
    expect((await audio(lab, `${sid}.wav`, false)).status).toBe(401);
    expect((await audio(lab, `${sid}.wav`)).status).toBe(200);
    const open = await record(speaker, {}, { openMedia: true });
    expect((await audio(open, `${(await only(open)).sid}.wav`, false)).status).toBe(200);
  });

  it('is a WAV file of the right length, and an MP3 file of the same', async () => {
    const lab = await record(speaker);
    const { sid, duration } = await only(lab);
    const wav = Buffer.from(await (await audio(lab, `${sid}.wav`)).arrayBuffer());
    expect(wav.toString('latin1', 0, 4) + wav.toString('latin1', 8, 12)).toBe('RIFFWAVE');
    const bytesPerSecond = wav.readUInt32LE(28);
    expect(wav.readUInt32LE(40) / bytesPerSecond).toBe(Number(duration));
    expect(wav.length).toBe(44 + wav.readUInt32LE(40));
    const answer = await audio(lab, `${sid}.mp3`);
    expect(answer.headers.get('content-type')).toBe('audio/mpeg');
    const mp3 = Buffer.from(await answer.arrayBuffer());
    expect(mp3.readUInt16BE(0)).toBe(0xfff3);
    // 72 bytes for 36 ms.
    expect(Math.round(((mp3.length / 72) * 0.036) / 0.1) * 0.1).toBeCloseTo(Number(duration), 1);
  });

  it('is listed by call and date, fetched, and gone once deleted', async () => {
    const lab = await record(speaker);
    const { sid, callSid } = await only(lab);
    const day = 86_400_000;
    const { recordings } = lab.client;
    expect(await recordings.list({ callSid })).toHaveLength(1);
    expect(await recordings.list({ callSid: `CA${'0'.repeat(32)}` })).toEqual([]);
    expect(await recordings.list({ dateCreatedAfter: new Date(Date.now() - day) })).toHaveLength(1);
    expect(await recordings.list({ dateCreatedBefore: new Date(Date.now() - day) })).toEqual([]);
    expect((await recordings(sid).fetch()).mediaUrl).toContain(sid);
    expect(await recordings(sid).remove()).toBe(true);
    await expect(recordings(sid).fetch()).rejects.toMatchObject({ status: 404, code: 20404 });
    await expect(recordings(sid).remove()).rejects.toMatchObject({ code: 20404 });
    expect((await audio(lab, sid)).status).toBe(404);
  });
});

describe('faults of recordings', () => {
  const speaker = { answers: { afterS: 1 }, script: [{ say: MESSAGE }] };
  const withFault = (fault: string): Promise<Lab> =>
    record(
      speaker,
      { recordingStatusCallbackEvent: ['completed', 'failed'] as never },
      { faults: { rules: [{ fault }], timing: TIMING } },
    );

  it('recording-failed ends as failed, without audio', async () => {
    const lab = await withFault('recording-failed');
    expect(statuses(lab)).toEqual(['failed']);
    expect((await only(lab)).status).toBe('failed');
    expect((await audio(lab, (await only(lab)).sid)).status).toBe(404);
    expect(lab.truth('fault')).toMatchObject([{ fault: 'recording-failed' }]);
  });

  it.each([
    ['duplicate', 5, 1],
    ['dropped', 0, 0],
    ['late', 1, 1],
    ['replayed', 2, 1],
    ['forged', 2, 2],
  ])('%s news come %i times, with %i tokens', async (fault, times, tokens) => {
    const lab = await withFault(fault);
    const news = lab.customer.at('/recording');
    expect(news).toHaveLength(times);
    expect(new Set(news.map((one) => one.headers['i-twilio-idempotency-token'])).size).toBe(tokens);
    expect(news.filter((one) => !one.isSigned)).toHaveLength(fault === 'forged' ? 1 : 0);
  });
});
