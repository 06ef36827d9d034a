import { afterEach, describe, expect, it } from '@jest/globals';
import twilio from 'twilio';
import type { Heard } from './customer.ts';
import { closeLabs, everybody, type Lab, type LabOptions, OURS, startLab, until } from './lab.ts';

const { VoiceResponse } = twilio.twiml;
type Dial = ReturnType<InstanceType<typeof VoiceResponse>['dial']>;

const CALLER = '+12125550161';
const DESK = '+12125550171';
const OTHER = '+12125550172';
const EVENTS = ['initiated', 'ringing', 'answered', 'completed'] as const;

afterEach(closeLabs);

/** A lab in which `desk` has the number that is dialed, and `/voice` dials as `write` writes. */
async function labOf(
  desk: object | string,
  attributes: object,
  write: (dial: Dial) => void = (dial) => void dial.number({}, DESK),
  more: LabOptions = {},
): Promise<Lab> {
  const personas = {
    personas: {
      desk: typeof desk === 'string' ? {} : desk,
      caller: { answers: { afterS: 1 } },
      slow: { answers: { afterS: 9 }, talksS: 5 },
    },
    numbers: [
      { pattern: '171$', persona: typeof desk === 'string' ? desk : 'desk' },
      { pattern: '172$', persona: 'slow' },
    ],
    mix: [{ persona: 'caller', weight: 1 }],
  };
  const lab = await startLab({ cps: 1000, personas, ...more });
  const voice = new VoiceResponse();
  write(voice.dial({ action: '/after', ...attributes }));
  voice.say('no action');
  lab.customer.answers['/voice'] = voice.toString();
  lab.customer.answers['/after'] = '<Response><Say>Back again.</Say></Response>';
  return lab;
}

/** One call from start to end, and what the action was told. */
async function after(lab: Lab): Promise<{ sid: string; params: Heard['params'] }> {
  const sid = await lab.call(CALLER);
  await lab.idle();
  const heard = lab.customer.at('/after');
  expect(heard).toHaveLength(1);
  expect(heard[0]).toMatchObject({ isSigned: true });
  return { sid, params: heard[0]!.params };
}

const talker = { answers: { afterS: 3 }, talksS: 20 };

describe('Dial', () => {
  it('rings the number as a call of its own, and tells action and status callbacks', async () => {
    const lab = await labOf(talker, {}, (dial) => {
      dial.number({ statusCallback: '/leg', statusCallbackEvent: [...EVENTS] }, DESK);
    });
    const { sid, params } = await after(lab);
    expect(params).toMatchObject({
      CallSid: sid,
      CallStatus: 'in-progress',
      DialCallStatus: 'completed',
      DialBridged: 'true',
      DialCallDuration: '20',
    });
    const leg = await lab.client.calls(params.DialCallSid!).fetch();
    expect(leg).toMatchObject({
      parentCallSid: sid,
      direction: 'outbound-dial',
      to: DESK,
      from: OURS,
      status: 'completed',
      duration: '20',
    });
    expect((await lab.client.calls.list({ parentCallSid: sid })).map((one) => one.sid)).toEqual([leg.sid]);
    const news = lab.customer
      .at('/leg')
      .map((one) => one.params)
      .toSorted((a, b) => Number(a.SequenceNumber) - Number(b.SequenceNumber));
    expect(news.map((one) => one.CallStatus)).toEqual(['initiated', 'ringing', 'in-progress', 'completed']);
    for (const one of news)
      expect(one).toMatchObject({ CallSid: leg.sid, ParentCallSid: sid, Direction: 'outbound-dial' });
    expect(lab.truth('bridged')).toMatchObject([{ callSid: sid, dialCallSid: leg.sid }]);
    expect(lab.truth('say').map((event) => event.text)).toEqual(['Back again.']);
    // 0.4 s to connect, 3 s of ringing, 20 s of talk, 0.7 s of speech.
    expect((await lab.client.calls(sid).fetch()).duration).toBe('25');
  });

  it.each([
    ['busy', 'busy', 1],
    ['declines', 'busy', 2],
    ['no_answer', 'no-answer', 2],
    ['unallocated', 'failed', 1],
  ])('%s is %s', async (persona, status, rings) => {
    const lab = await labOf(persona, { timeout: 20 });
    const { params } = await after(lab);
    expect(params).toMatchObject({ DialCallStatus: status, DialBridged: 'false' });
    expect(params).not.toHaveProperty('DialCallDuration');
    expect(lab.truth('ring')).toHaveLength(rings);
    expect(lab.truth('end')[0]).toMatchObject({ direction: 'outbound-dial', status });
  });

  it('rings no longer than timeout, and talks no longer than timeLimit', async () => {
    const short = await labOf({ answers: { afterS: 15 } }, { timeout: 10 });
    expect((await after(short)).params.DialCallStatus).toBe('no-answer');
    const limited = await labOf(talker, { timeLimit: 7 });
    expect((await after(limited)).params).toMatchObject({
      DialCallStatus: 'completed',
      DialCallDuration: '7',
    });
    expect(limited.truth('end')[0]).toMatchObject({ by: 'time_limit' });
  });

  it('goes on with the next verb when there is no action', async () => {
    const lab = await labOf(talker, { action: '' });
    await lab.call(CALLER);
    await lab.idle();
    expect(lab.truth('say').map((event) => event.text)).toEqual(['no action']);
  });

  it('hangs the other up when the caller goes, in the ringing and in the talk, and still tells the action', async () => {
    const caller = (hangsUpAfterS: number): object => ({
      personas: { caller: { answers: { afterS: 1 }, hangsUpAfterS }, desk: talker },
      numbers: [{ pattern: '171$', persona: 'desk' }],
      mix: [{ persona: 'caller', weight: 1 }],
    });
    const ringing = await labOf(talker, {}, undefined, { personas: caller(2) });
    expect((await after(ringing)).params).toMatchObject({
      CallStatus: 'completed',
      DialCallStatus: 'canceled',
    });
    expect(ringing.truth('answer')).toHaveLength(1);
    const talking = await labOf(talker, {}, undefined, { personas: caller(13.4) });
    expect((await after(talking)).params).toMatchObject({
      CallStatus: 'completed',
      DialCallStatus: 'completed',
      DialCallDuration: '10',
    });
    expect(talking.truth('say')).toEqual([]);
  });

  it('lets the caller end it with the star, only when asked to', async () => {
    const starring = { script: [{ press: '*', afterS: 10 }], answers: { afterS: 1 } };
    const personas = {
      personas: { caller: starring, desk: talker },
      numbers: [{ pattern: '171$', persona: 'desk' }],
      mix: [{ persona: 'caller', weight: 1 }],
    };
    for (const [hangupOnStar, duration] of [
      [true, '6'],
      [false, '20'],
    ] as const) {
      const lab = await labOf(talker, { hangupOnStar }, undefined, { personas });
      // The Gather makes the caller decide; it is over before the key is due.
      lab.customer.answers['/voice'] = String(lab.customer.answers['/voice']).replace(
        '<Dial',
        '<Gather timeout="1"/><Dial',
      );
      expect((await after(lab)).params.DialCallDuration).toBe(duration);
    }
  });

  it('gives the caller’s number as caller id, or another that is ours or on the call, and no other', async () => {
    const own = await labOf(talker, { callerId: '+12125550109' }, undefined, {
      numbers: [OURS, '+12125550109'],
    });
    expect((await after(own)).params.DialCallStatus).toBe('completed');
    expect(own.truth('ring')[1]).toMatchObject({ from: '+12125550109', to: DESK });
    const foreign = await labOf(talker, { callerId: '+12125550199' }, undefined, { numbers: [OURS] });
    const { params } = await after(foreign);
    expect(params).toMatchObject({ DialCallStatus: 'failed', DialBridged: 'false' });
    expect(params).not.toHaveProperty('DialCallSid');
    expect(foreign.truth('error')).toMatchObject([{ errorCode: 13214 }]);
    expect(foreign.truth('ring')).toHaveLength(1);
  });

  it('fails on what is not a number', async () => {
    const lab = await labOf(talker, {}, (dial) => void dial.number({}, 'front desk'));
    expect((await after(lab)).params.DialCallStatus).toBe('failed');
    expect(lab.truth('error')).toMatchObject([{ errorCode: 13223 }]);
  });

  it('rings several at once: the first to answer has the call, the others are canceled', async () => {
    const lab = await labOf(talker, {}, (dial) => {
      dial.number({}, OTHER);
      dial.number({}, DESK);
    });
    const { params } = await after(lab);
    const legs = await lab.client.calls.list({ parentCallSid: lab.truth('bridged')[0]!.callSid! });
    expect(legs.map(({ to, status }) => [to, status])).toEqual([
      [DESK, 'completed'],
      [OTHER, 'canceled'],
    ]);
    expect(params.DialCallSid).toBe(legs[0]?.sid);
  });

  it('rings one after the other with sequential', async () => {
    const lab = await labOf('busy', { sequential: true }, (dial) => {
      dial.number({}, DESK);
      dial.number({}, OTHER);
      dial.number({}, '+12125550173');
    });
    expect((await after(lab)).params).toMatchObject({ DialCallStatus: 'completed', DialCallDuration: '5' });
    expect(lab.truth('dial').map((event) => event.to)).toEqual([CALLER, DESK, OTHER]);
  });

  it('records the conversation', async () => {
    const lab = await labOf(talker, {
      record: 'record-from-answer-dual',
      recordingStatusCallback: '/recording',
      recordingStatusCallbackEvent: ['in-progress', 'completed'],
    });
    const { sid, params } = await after(lab);
    const [recording] = await lab.client.recordings.list({ callSid: sid });
    expect(recording).toMatchObject({ source: 'DialVerb', channels: 2, duration: '20', status: 'completed' });
    expect(params.RecordingUrl).toContain(recording!.sid);
    expect(lab.customer.at('/recording').map((one) => one.params.RecordingStatus)).toEqual([
      'in-progress',
      'completed',
    ]);
  });

  it('lets the API end the leg, and move the caller away from it', async () => {
    const endless = { answers: { afterS: 1 }, talksS: 3_000 };
    const ended = await labOf(endless, {}, undefined, { timeScale: 50 });
    const sid = await ended.call(CALLER);
    await until(() => ended.truth('bridged').length === 1);
    const leg = String(ended.truth('bridged')[0]?.dialCallSid);
    await expect(ended.client.calls(leg).update({ twiml: '<Response/>' })).rejects.toMatchObject({
      code: 21220,
    });
    await ended.client.calls(leg).update({ status: 'completed' });
    await ended.idle();
    expect(ended.customer.at('/after')[0]?.params).toMatchObject({
      CallSid: sid,
      DialCallStatus: 'completed',
    });
    const moved = await labOf(endless, {}, undefined, { timeScale: 50 });
    const second = await moved.call(CALLER);
    await until(() => moved.truth('bridged').length === 1);
    await moved.client.calls(second).update({ twiml: '<Response><Say>moved</Say></Response>' });
    await moved.idle();
    expect(moved.customer.at('/after')).toEqual([]);
    expect(moved.truth('say').map((event) => event.text)).toEqual(['moved']);
    expect(moved.truth('end').map((event) => event.status)).toEqual(['completed', 'completed']);
  });

  it('keeps an inbound call ringing until the other answers, with answerOnBridge', async () => {
    const lab = await labOf(talker, { answerOnBridge: true }, undefined, { numbers: [OURS] });
    const [own] = await lab.client.incomingPhoneNumbers.list();
    await lab.client.incomingPhoneNumbers(own!.sid).update({ voiceUrl: `${lab.customer.url}/voice` });
    await lab.control('POST', 'inbound', { from: CALLER, to: OURS, wait: true });
    expect(lab.truth('answer').map((event) => event.direction)).toEqual(['outbound-dial', 'inbound']);
    expect(lab.truth('ring')[1]).toMatchObject({ from: CALLER, to: DESK });
  });

  it('puts webhook faults of the dialed number on the leg’s callbacks', async () => {
    const lab = await labOf(
      talker,
      {},
      (dial) => void dial.number({ statusCallback: '/leg', statusCallbackEvent: ['completed'] }, DESK),
      { faults: { rules: [{ fault: 'duplicate', numbers: '171$' }] } },
    );
    await after(lab);
    expect(lab.customer.at('/leg')).toHaveLength(5);
    expect(
      new Set(lab.customer.at('/leg').map((one) => one.headers['i-twilio-idempotency-token'])).size,
    ).toBe(1);
  });

  it('takes the same course from the same seed at any speed', async () => {
    const course = async (timeScale: number): Promise<unknown> => {
      const lab = await labOf({ answers: { afterS: [2, 9] }, talksS: [5, 90] }, {}, undefined, {
        timeScale,
        seed: 11,
      });
      const { params } = await after(lab);
      return [params.DialCallSid, params.DialCallDuration, lab.truth('end').map((event) => event.durationS)];
    };
    expect(await course(100)).toEqual(await course(900));
  });

  it.each([
    '<Client>me</Client>',
    '<Sip>sip:a@b.example</Sip>',
    '<Number url="/screen">+12125550171</Number>',
  ])('fails the document for %s, which is not imitated', async (noun) => {
    const lab = await startLab({ cps: 1000, personas: everybody({ answers: { afterS: 1 } }) });
    lab.customer.answers['/voice'] = `<Response><Dial>${noun}</Dial></Response>`;
    await lab.call(CALLER);
    await lab.idle();
    expect(lab.truth('error')).toMatchObject([{ errorCode: 12200 }]);
  });
});
