import { request } from 'node:http';
import { afterEach, describe, expect, it } from '@jest/globals';
import { closeLabs, type Lab, type LabOptions, OURS, startLab } from './lab.ts';

afterEach(closeLabs);

const FROM = '+12125550161';
const MENU =
  '<Response><Gather input="dtmf speech" numDigits="1" speechTimeout="auto" language="es-ES" hints="cita, mañana" ' +
  'action="/chosen"><Say>Press one for the desk, or say what you want.</Say></Gather><Say>no input</Say></Response>';

/** A lab whose number has URLs of its own. */
async function start(options: LabOptions = {}): Promise<Lab> {
  const lab = await startLab({ cps: 1000, numbers: [OURS], ...options });
  const [own] = await lab.client.incomingPhoneNumbers.list();
  await lab.client.incomingPhoneNumbers(own!.sid).update({
    voiceUrl: `${lab.customer.url}/voice`,
    voiceFallbackUrl: `${lab.customer.url}/fallback`,
    statusCallback: `${lab.customer.url}/ended`,
  });
  Object.assign(lab.customer.answers, {
    '/voice': MENU,
    '/chosen': '<Response><Say>Thank you.</Say></Response>',
    '/fallback': '<Response><Say>Please call later.</Say></Response>',
  });
  return lab;
}

/** A call on demand, waited for; the course is what the caller heard and did. */
async function callIn(
  lab: Lab,
  order: object,
): Promise<{ status: string; course: Record<string, string>[] }> {
  const { status, body } = await lab.control('POST', 'inbound', {
    from: FROM,
    to: OURS,
    wait: true,
    ...order,
  });
  expect([status, body.problems]).toEqual([200, undefined]);
  return body as unknown as { status: string; course: Record<string, string>[] };
}

describe('inbound calls on demand', () => {
  it('waits for the end and answers what was heard and done', async () => {
    const lab = await start();
    const { status, course } = await callIn(lab, { script: [{ press: '1' }] });
    expect(status).toBe('completed');
    expect(course.map(({ event, text, key, by }) => [event, text ?? key ?? by])).toEqual([
      ['answer', undefined],
      ['say', 'Press one for the desk, or say what you want.'],
      ['key', '1'],
      ['say', 'Thank you.'],
      ['hangup', 'application'],
      ['end', 'application'],
    ]);
  });

  it('returns at once without wait', async () => {
    const lab = await start({ timeScale: 10 });
    const { status, body } = await lab.control('POST', 'inbound', {
      from: FROM,
      to: OURS,
      persona: 'listens',
    });
    expect(status).toBe(201);
    expect((await lab.client.calls(String(body.callSid)).fetch()).status).not.toBe('completed');
    await lab.control('POST', 'reset');
  });

  it('tells the number’s own status callback of the end, and of nothing else', async () => {
    const lab = await start();
    await callIn(lab, { persona: 'presses_1' });
    await lab.idle();
    expect(lab.customer.at('/ended')).toMatchObject([
      { isSigned: true, params: { CallStatus: 'completed', Direction: 'inbound', From: FROM, To: OURS } },
    ]);
    expect(lab.customer.at('/status')).toEqual([]);
  });

  it('hangs up in mid-prompt, at the second asked for', async () => {
    const lab = await start();
    const { course } = await callIn(lab, { persona: 'listens', hangsUpAfterS: 1.4 });
    expect(course.find(({ event }) => event === 'say')).toMatchObject({ heard: 'Press one for the des' });
    expect(course.at(-1)).toMatchObject({ event: 'end', by: 'person' });
    expect(lab.customer.at('/chosen')).toEqual([]);
  });

  it('takes a persona written out', async () => {
    const lab = await start();
    const persona = { reactions: [{ when: 'desk', press: '7', bargeIn: 0.5 }] };
    const { course } = await callIn(lab, { persona });
    expect(course[1]?.heard).toHaveLength(22);
    expect(lab.customer.at('/chosen')[0]?.params.Digits).toBe('7');
  });

  it('asks the number’s fallback when the voice URL fails, and says why', async () => {
    const lab = await start();
    lab.customer.answers['/voice'] = (_heard, response) => void response.writeHead(500).end();
    const { status, course } = await callIn(lab, { persona: 'listens' });
    expect(status).toBe('completed');
    expect(course[1]?.text).toBe('Please call later.');
    expect(lab.customer.at('/fallback')[0]?.params).toMatchObject({
      ErrorCode: '11200',
      ErrorUrl: `${lab.customer.url}/voice`,
      Direction: 'inbound',
    });
  });

  it('is rejected without being answered', async () => {
    const lab = await start();
    lab.customer.answers['/voice'] = '<Response><Reject/></Response>';
    expect((await callIn(lab, { persona: 'listens' })).status).toBe('no-answer');
    expect(lab.truth('answer')).toEqual([]);
    await lab.idle();
    expect(lab.customer.at('/ended')[0]?.params).toMatchObject({
      CallStatus: 'no-answer',
      CallDuration: '0',
    });
  });

  it('suffers the webhook faults of the caller’s number, and no rule that counts requests', async () => {
    const rules = [
      { fault: 'dropped', requests: { every: 1 } },
      { fault: 'duplicate', numbers: '161$' },
    ];
    const lab = await start({ faults: { rules } });
    await callIn(lab, { persona: 'presses_1' });
    await lab.idle();
    expect(lab.customer.at('/ended')).toHaveLength(5);
    expect(lab.customer.at('/voice')).toHaveLength(5);
  });

  it.each([
    [{ script: [{ press: 'x' }] }, '/script/0'],
    [{ persona: { thinks: 1 } }, '/persona'],
    [{ persona: 'nobody' }, 'no_such_persona'],
    [{ hangsUpAfterS: -1 }, '/hangsUpAfterS'],
    [{ speed: 1 }, 'speed'],
  ])('refuses %j', async (order, problem) => {
    const lab = await start();
    const { status, body } = await lab.control('POST', 'inbound', { from: FROM, to: OURS, ...order });
    expect(status).toBe(400);
    expect(JSON.stringify(body.problems)).toContain(problem);
    expect(lab.truth('inbound')).toEqual([]);
  });

  it('is closed to pages of other sites', async () => {
    const lab = await start();
    const post = (origin: string): Promise<number | undefined> =>
      new Promise((done, fail) => {
        const sent = request(`${lab.emulator.url}/emulator/reset`, { method: 'POST', headers: { origin } });
        sent.once('response', (response) => done(response.resume().statusCode));
        sent.once('error', fail);
        sent.end();
      });
    expect(await post('http://elsewhere.example')).toBe(401);
    expect(await post(lab.emulator.url)).toBe(200);
  });
});

describe('speech', () => {
  const speak = async (sentence: object, twiml = MENU): Promise<Record<string, string>> => {
    const lab = await start();
    lab.customer.answers['/voice'] = twiml;
    await callIn(lab, { script: [sentence] });
    return { ...lab.customer.at('/chosen')[0]?.params };
  };

  it('is recognised with the language of the Gather and a confidence', async () => {
    expect(await speak({ say: 'Quiero hablar con alguien' })).toMatchObject({
      SpeechResult: 'Quiero hablar con alguien',
      Confidence: '0.92',
      Language: 'es-ES',
    });
    expect(await speak({ say: 'Hola', confidence: 0.3 })).toMatchObject({ Confidence: '0.3' });
  });

  it('is misheard, unless a hint of the Gather helps', async () => {
    expect(await speak({ say: 'Una pista', heardAs: 'Una vista', confidence: 0.4 })).toMatchObject({
      SpeechResult: 'Una vista',
      Confidence: '0.4',
    });
    expect(await speak({ say: 'Mi cita', heardAs: 'Mi visita', confidence: 0.4 })).toMatchObject({
      SpeechResult: 'Mi cita',
      Confidence: '0.92',
    });
  });

  it('is cut at maxSpeechTime', async () => {
    const short = MENU.replace('numDigits="1"', 'maxSpeechTime="2"');
    const { SpeechResult } = await speak({ say: 'x'.repeat(60) }, short);
    expect(SpeechResult).toHaveLength(30);
  });

  it('waits for the silence of speechTimeout before it asks', async () => {
    const waits = async (speechTimeout: string): Promise<number> => {
      const lab = await start({ timeScale: 20 });
      lab.customer.answers['/voice'] = MENU.replace('"auto"', `"${speechTimeout}"`);
      await callIn(lab, { script: [{ say: 'Hola' }] });
      const [spoken] = lab.truth('speech');
      const asked = lab.truth('webhook_sent').find((event) => event.SpeechResult !== undefined);
      return ((asked?.at ?? 0) - (spoken?.at ?? 0)) * 20;
    };
    expect(await waits('6')).toBeGreaterThanOrEqual(6_000);
  });
});
