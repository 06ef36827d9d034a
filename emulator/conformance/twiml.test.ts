import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import twilio from 'twilio';
import { closeLabs, everybody, type Lab, type LabOptions, startLab } from './lab.ts';

const { VoiceResponse } = twilio.twiml;
type Voice = InstanceType<typeof VoiceResponse>;
let shared: Lab;

/** A lab in which everybody is this persona and `/voice` answers what `write` writes. */
async function labOf(
  persona: object | string,
  write: (voice: Voice) => void,
  more: LabOptions = {},
): Promise<Lab> {
  const lab = await startLab({ personas: everybody(persona), cps: 1000, ...more });
  const voice = new VoiceResponse();
  write(voice);
  const end = '<Response/>';
  Object.assign(lab.customer.answers, { '/voice': voice.toString(), '/keys': end, '/recorded': end });
  return lab;
}

/** One call from start to end. */
async function callOnce(lab: Lab, more: Readonly<Record<string, unknown>> = {}): Promise<string> {
  const sid = await lab.call('+12125550161', more);
  await lab.idle();
  return sid;
}

/** The account's basic authentication, as the audio of recordings wants it. */
function withAuth({ emulator }: Lab): RequestInit {
  const credentials = Buffer.from(`${emulator.accountSid}:${emulator.authToken}`).toString('base64');
  return { headers: { authorization: `Basic ${credentials}` } };
}

const texts = (lab: Lab): unknown[] => lab.truth('say').map((event) => event.heard ?? event.text);

beforeAll(async () => {
  shared = await startLab({ cps: 1000, personas: everybody({ answers: { afterS: 1 } }) });
});
afterAll(closeLabs);

describe('Say, Play, Pause, Redirect, Hangup', () => {
  it('plays in order, with languages, entities and SSML, and takes the time it takes', async () => {
    const lab = await labOf({}, (voice) => {
      const say = voice.say(
        { language: 'cs-CZ', voice: 'Google.cs-CZ-Standard-A' },
        'Dobrý den & <vítejte> ',
      );
      say.break({ time: '2s' });
      voice.pause({ length: 3 });
      voice.say({ loop: 2 }, 'again');
      voice.play('http://127.0.0.1:1/never.wav');
    });
    lab.customer.answers['/audio.wav'] = (_heard, response) => {
      response.writeHead(200, { 'content-type': 'audio/wav' }).end(Buffer.alloc(32_000));
      return undefined;
    };
    const voice = new VoiceResponse();
    voice.redirect({ method: 'GET' }, '/voice');
    lab.customer.answers['/first'] = voice.toString().replace('/voice', '/voice2');
    lab.customer.answers['/voice2'] = String(lab.customer.answers['/voice']).replace(
      'http://127.0.0.1:1/never.wav',
      `${lab.customer.url}/audio.wav`,
    );
    const sid = await callOnce(lab, { url: `${lab.customer.url}/first` });
    expect(texts(lab)).toEqual(['Dobrý den & <vítejte>', 'again', 'again']);
    expect(lab.truth('say')[0]?.language).toBe('cs-CZ');
    expect(lab.truth('play')).toMatchObject([{ url: `${lab.customer.url}/audio.wav` }]);
    // 21 characters (1.4 s) + 2 s break + 3 s pause + twice 0.4 s + 2 s of audio, rounded up to whole seconds.
    expect((await lab.client.calls(sid).fetch()).duration).toBe('10');
    expect(lab.customer.at('/voice2')[0]).toMatchObject({ method: 'GET', isSigned: true });
  });

  it('hangs up at Hangup and at the end of the document', async () => {
    const lab = await labOf({}, (voice) => {
      voice.hangup();
      voice.say('never');
    });
    await callOnce(lab);
    expect(texts(lab)).toEqual([]);
    expect(lab.truth('hangup')).toMatchObject([{ by: 'application' }]);
  });

  it('breaks an endless silent redirect', async () => {
    shared.customer.answers['/voice'] = '<Response><Redirect/></Response>';
    await callOnce(shared);
    expect(texts(shared).at(-1)).toContain('application error');
  });
});

describe('Gather', () => {
  const menu = (more: object) => (voice: Voice) => {
    voice.gather({ numDigits: 1, action: '/keys', ...more }).say('Press one or two.');
    voice.say('no input');
  };

  it('posts the key to the action', async () => {
    const lab = await labOf('presses_2', menu({}));
    const sid = await callOnce(lab);
    expect(lab.customer.at('/keys')[0]?.params).toMatchObject({
      Digits: '2',
      CallSid: sid,
      msg: 'Gather End',
    });
    expect(texts(lab)).toEqual(['Press one or two.']);
    expect(lab.truth('key')).toMatchObject([{ key: '2', collected: true }]);
  });

  it('goes on without a request when nothing is pressed, and with an empty one when asked to', async () => {
    const silent = await labOf('listens', menu({}));
    await callOnce(silent);
    expect(silent.customer.at('/keys')).toEqual([]);
    expect(texts(silent)).toEqual(['Press one or two.', 'no input']);
    const empty = await labOf('listens', menu({ actionOnEmptyResult: true }));
    await callOnce(empty);
    expect(empty.customer.at('/keys')[0]?.params.Digits).toBe('');
  });

  it('stops the prompt at a key pressed into it', async () => {
    const lab = await labOf('interrupts_with_1', menu({}));
    await callOnce(lab);
    expect(lab.truth('say')[0]).toMatchObject({ text: 'Press one or two.', heard: 'Press ', cutShort: true });
    expect(lab.customer.at('/keys')[0]?.params.Digits).toBe('1');
  });

  it('does not keep a key pressed outside a Gather', async () => {
    const lab = await labOf({ reactions: [{ when: 'listen', press: '1', bargeIn: 0.5 }] }, (voice) => {
      voice.say('Please listen first.');
      menu({ timeout: 1 })(voice);
    });
    await callOnce(lab);
    expect(lab.truth('key')).toMatchObject([{ key: '1', collected: false }]);
    expect(lab.customer.at('/keys')).toEqual([]);
  });

  it('collects several keys up to the finish key, the count or the time-out', async () => {
    const finished = await labOf(
      { reactions: [{ press: '1234#5' }] },
      (voice) => void voice.gather({ action: '/keys' }),
    );
    await callOnce(finished);
    expect(finished.customer.at('/keys')[0]?.params).toMatchObject({ Digits: '1234', FinishedOnKey: '#' });
    const counted = await labOf(
      { reactions: [{ press: '987654' }] },
      (voice) => void voice.gather({ action: '/keys', numDigits: 4 }),
    );
    await callOnce(counted);
    expect(counted.customer.at('/keys')[0]?.params.Digits).toBe('9876');
    const timedOut = await labOf(
      { reactions: [{ press: '12' }] },
      (voice) => void voice.gather({ action: '/keys', timeout: 2 }),
    );
    await callOnce(timedOut);
    expect(timedOut.customer.at('/keys')[0]?.params.Digits).toBe('12');
  });

  it('takes # as an option with an empty finishOnKey', async () => {
    const lab = await labOf({ reactions: [{ press: '#' }] }, menu({ finishOnKey: '' }));
    await callOnce(lab);
    expect(lab.customer.at('/keys')[0]?.params.Digits).toBe('#');
  });

  it('hears speech, and only when speech is asked for', async () => {
    const speech = { input: ['speech', 'dtmf'], speechTimeout: 'auto', language: 'en-US' };
    const lab = await labOf({ reactions: [{ when: 'one or two', say: 'Number two, please' }] }, menu(speech));
    await callOnce(lab);
    const { params } = lab.customer.at('/keys')[0]!;
    expect(params).toMatchObject({ SpeechResult: 'Number two, please', Confidence: '0.92' });
    const deaf = await labOf('says_yes', menu({}));
    await callOnce(deaf);
    expect(deaf.truth('speech')).toMatchObject([{ text: 'yes', collected: false }]);
  });

  it('does not let input stop the prompt with bargeIn=false', async () => {
    const lab = await labOf('interrupts_with_1', menu({ bargeIn: false, timeout: 1 }));
    await callOnce(lab);
    expect(lab.truth('say')[0]).not.toHaveProperty('cutShort');
    expect(lab.customer.at('/keys')).toEqual([]);
  });
});

describe('Record', () => {
  const greeting = (voice: Voice): void => {
    voice.say('Leave a message.');
    voice.record({
      action: '/recorded',
      timeout: 3,
      recordingStatusCallback: '/recording',
      recordingStatusCallbackEvent: ['in-progress', 'completed'],
    });
    voice.say('nothing was said');
  };

  it('tells action and status callback, and has audio only once completed', async () => {
    const brief = { answers: { afterS: 0.1 }, script: [{ say: 'Call me back.', afterS: 0.1 }] };
    const lab = await labOf(brief, greeting, { timeScale: 10 });
    let early = 0;
    lab.customer.answers['/recorded'] = ({ params }) => {
      void fetch(String(params.RecordingUrl), withAuth(lab)).then((response) => {
        early = response.status;
      });
      return '';
    };
    await callOnce(lab);
    const { params } = lab.customer.at('/recorded')[0]!;
    expect(params).toMatchObject({ RecordingDuration: expect.stringMatching(/^\d+$/), Digits: '' });
    expect(early).toBe(404);
    const news = lab.customer.at('/recording').map((one) => one.params);
    expect(news).toMatchObject([
      { RecordingStatus: 'in-progress' },
      { RecordingStatus: 'completed', RecordingSource: 'RecordVerb' },
    ]);
    expect((await fetch(String(news[1]?.RecordingUrl))).status).toBe(401);
    const audio = await fetch(String(news[1]?.RecordingUrl), withAuth(lab));
    expect(audio.headers.get('content-type')).toBe('audio/x-wav');
    expect((await audio.arrayBuffer()).byteLength).toBe(44 + Number(params.RecordingDuration) * 16_000);
    const [recording] = await lab.client.recordings.list();
    expect(recording).toMatchObject({
      sid: params.RecordingSid,
      status: 'completed',
      duration: params.RecordingDuration,
    });
    expect(await lab.client.recordings(recording!.sid).remove()).toBe(true);
  });

  it('makes no request for a silent recording', async () => {
    const lab = await labOf('listens', greeting);
    await callOnce(lab);
    expect(lab.customer.at('/recorded')).toEqual([]);
    expect(texts(lab)).toEqual(['Leave a message.', 'nothing was said']);
  });

  it('sends Digits=hangup when the caller hangs up after speaking', async () => {
    const lab = await labOf({ script: [{ say: 'Call me back, please.' }], hangsUpAfterS: 6 }, greeting);
    await callOnce(lab);
    expect(lab.customer.at('/recorded')[0]?.params).toMatchObject({
      Digits: 'hangup',
      CallStatus: 'completed',
    });
    expect(lab.truth('hangup')).toMatchObject([{ by: 'person' }]);
  });

  it('records a whole call with Record=true, and pauses, resumes and stops by the API', async () => {
    const lab = await labOf({}, (voice) => void voice.pause({ length: 60 }), { timeScale: 20 });
    const sid = await lab.call('+12125550161', {
      record: true,
      recordingStatusCallback: `${lab.customer.url}/recording`,
    });
    let started: string | undefined;
    while (started === undefined) started = (await lab.client.calls(sid).recordings.list())[0]?.sid;
    const own = lab.client.calls(sid).recordings(started);
    expect((await own.update({ status: 'paused' })).status).toBe('paused');
    expect((await own.update({ status: 'in-progress' })).status).toBe('in-progress');
    const second = await lab.client.calls(sid).recordings.create();
    expect((await lab.client.calls(sid).recordings(second.sid).update({ status: 'stopped' })).status).toBe(
      'stopped',
    );
    await lab.client.calls(sid).update({ status: 'completed' });
    await lab.idle();
    expect(lab.customer.at('/recording')[0]?.params).toMatchObject({
      RecordingSid: started,
      RecordingSource: 'OutboundAPI',
    });
  });
});

describe('documents that are wrong', () => {
  const fallback = '<Response><Say>fallback</Say></Response>';

  it.each([
    ['broken XML', '<Response><Say>x</Response>', '12100'],
    ['no Response', '<Answer/>', '12100'],
    ['an empty body', '', '12100'],
    ['a verb that is not imitated', '<Response><Enqueue>support</Enqueue></Response>', '12200'],
    ['a Dial of a conference', '<Response><Dial><Conference>x</Conference></Dial></Response>', '12200'],
    ['a Say that is too long', `<Response><Say>${'x'.repeat(4_097)}</Say></Response>`, '13520'],
  ])('asks the fallback for %s', async (_what, document, code) => {
    shared.customer.answers['/voice'] = document;
    shared.customer.answers['/fallback'] = fallback;
    await callOnce(shared, { fallbackUrl: `${shared.customer.url}/fallback` });
    const { params } = shared.customer.at('/fallback').at(-1)!;
    expect(params).toMatchObject({ ErrorCode: code, ErrorUrl: `${shared.customer.url}/voice` });
    expect(texts(shared).at(-1)).toBe('fallback');
  });

  it('passes over what it does not know with a warning, and refuses it in strict mode', async () => {
    const odd = '<Response><Whisper/><Say colour="red">still here</Say></Response>';
    shared.customer.answers['/voice'] = odd;
    await callOnce(shared);
    expect(texts(shared).at(-1)).toBe('still here');
    expect(shared.truth('warning').map((event) => event.warning)).toEqual([
      'unknown verb Whisper',
      'unknown attribute colour of Say',
    ]);
    const strict = await labOf('listens', () => undefined, { strict: true });
    strict.customer.answers['/voice'] = odd;
    await callOnce(strict);
    expect(strict.truth('error')).toMatchObject([{ errorCode: 12200, reason: 'unknown verb Whisper' }]);
  });
});
