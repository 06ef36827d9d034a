import { afterEach, describe, expect, it } from '@jest/globals';
import type { TruthEvent } from '../truth.ts';
import { closeLabs, everybody, type Lab, type LabOptions, OURS, startLab, until } from './lab.ts';

const MENU =
  '<Response><Say>Hello from the clinic.</Say><Gather numDigits="1" action="/keys"><Say>Press one to confirm.</Say></Gather>' +
  '<Redirect>/voice</Redirect></Response>';

async function labOf(options: LabOptions): Promise<Lab> {
  const lab = await startLab({ cps: 1000, ...options });
  lab.customer.answers['/voice'] = MENU;
  lab.customer.answers['/keys'] = '<Response><Say>Thank you.</Say></Response>';
  return lab;
}

afterEach(closeLabs);

/** What happened on each call, without the times: its course as people lived it. */
function courses(lab: Lab): Map<string, unknown[]> {
  const lived = ['queued', 'dial', 'ring', 'answer', 'detected', 'say', 'key', 'speech', 'hangup', 'end'];
  const byCall = new Map<string, unknown[]>();
  for (const event of lab.truth().filter((one) => lived.includes(one.event))) {
    const { seq: _seq, at: _at, peopleMs: _peopleMs, queueTimeMs: _queueTimeMs, ...rest } = event;
    byCall.set(String(event.callSid), [...(byCall.get(String(event.callSid)) ?? []), rest]);
  }
  return byCall;
}

describe('determinism', () => {
  const numbers = Array.from({ length: 40 }, (_, index) => `+121255501${String(index).padStart(2, '0')}`);
  /** Everybody twice; an endless listener is ended by the time limit. */
  const callAll = async (lab: Lab, order: readonly string[]): Promise<Map<string, unknown[]>> => {
    for (const to of [...order, ...order])
      await lab.call(to, { timeLimit: 60, timeout: 20, machineDetection: 'Enable' });
    await lab.idle();
    return courses(lab);
  };

  it('lives the same calls from the same seed, in any order of creation and at any time scale', async () => {
    const mix = { personas: {} };
    const first = await callAll(await labOf(mix), numbers);
    const reversed = await callAll(await labOf({ ...mix, timeScale: 900 }), numbers.toReversed());
    expect(first.size).toBe(80);
    expect(reversed.size).toBe(80);
    for (const [sid, course] of first) expect(reversed.get(sid)).toEqual(course);
    const withoutSids = (byCall: Map<string, unknown[]>): string =>
      JSON.stringify([...byCall.values()]).replaceAll(/CA[0-9a-f]{32}/g, '');
    const other = await callAll(await labOf({ ...mix, seed: 8 }), numbers);
    expect(withoutSids(other)).not.toBe(withoutSids(first));
  });
});

describe('personas', () => {
  const end = (lab: Lab): TruthEvent | undefined => lab.truth('end')[0];
  const callOnce = async (
    persona: object | string,
    more: Readonly<Record<string, unknown>> = {},
  ): Promise<Lab> => {
    const lab = await labOf({ personas: everybody(persona) });
    await lab.call('+12125550171', more);
    await lab.idle();
    return lab;
  };

  it.each([
    ['busy', { status: 'busy', sipCode: 486 }, ['initiated', 'busy']],
    ['declines', { status: 'busy', sipCode: 486 }, ['initiated', 'ringing', 'busy']],
    ['no_answer', { status: 'no-answer', sipCode: 487 }, ['initiated', 'ringing', 'no-answer']],
    ['unallocated', { status: 'failed', sipCode: 404 }, ['initiated', 'failed']],
  ])('%s', async (persona, outcome, statuses) => {
    const lab = await callOnce(persona);
    expect(end(lab)).toMatchObject({ ...outcome, durationS: 0 });
    const news = lab.customer.at('/status').map((one) => one.params);
    expect(
      news
        .toSorted((a, b) => Number(a.SequenceNumber) - Number(b.SequenceNumber))
        .map((one) => one.CallStatus),
    ).toEqual(statuses);
    expect(lab.customer.at('/voice')).toEqual([]);
    expect(lab.truth('ring')).toHaveLength(statuses.includes('ringing') ? 1 : 0);
  });

  it('a failed line puts its error on the call', async () => {
    const line = {
      answers: { probability: 0 },
      otherwise: 'failed',
      failure: { sipCode: 403, errorCode: 13227 },
    };
    const lab = await callOnce(line);
    const last = lab.customer.at('/status').find((one) => one.params.CallStatus === 'failed');
    expect(last?.params).toMatchObject({ ErrorCode: '13227', SipResponseCode: '403' });
  });

  it('rings no longer than Timeout and talks no longer than TimeLimit', async () => {
    const slow = await callOnce({ answers: { afterS: 25 } }, { timeout: 20 });
    expect(end(slow)).toMatchObject({ status: 'no-answer' });
    const endless = await callOnce('listens', { timeLimit: 45 });
    expect(end(endless)).toMatchObject({ status: 'completed', by: 'time_limit', durationS: 45 });
  });

  it('hangs up in mid-prompt and is heard to have heard half', async () => {
    const lab = await callOnce('hangs_up_in_prompt');
    expect(lab.truth('say')).toMatchObject([
      { text: 'Hello from the clinic.', heard: 'Hello from ', cutShort: true },
    ]);
    expect(end(lab)).toMatchObject({ status: 'completed', by: 'person' });
  });

  it('reacts to what it hears, by pattern, then by script, in turn', async () => {
    const lab = await callOnce({
      reactions: [
        { when: 'thank', hangUp: true, bargeIn: 1 },
        { when: 'confirm', press: ['5', '1'] },
      ],
      script: [{ hangUp: true }],
    });
    expect(lab.truth('key').map((event) => event.key)).toEqual(['5']);
    const again = await labOf({ personas: everybody({ script: [{ wait: true }, { press: '1' }] }) });
    await again.call('+12125550171');
    await again.idle();
    expect(again.truth('say').map((event) => event.text)).toEqual([
      'Hello from the clinic.',
      'Press one to confirm.',
      'Hello from the clinic.',
      'Press one to confirm.',
      'Thank you.',
    ]);
  });

  it('calls back, and texts STOP', async () => {
    const lab = await labOf({ numbers: [OURS], personas: everybody('calls_back') });
    const [own] = await lab.client.incomingPhoneNumbers.list();
    await lab.client
      .incomingPhoneNumbers(own!.sid)
      .update({ voiceUrl: `${lab.customer.url}/voice`, smsUrl: `${lab.customer.url}/sms` });
    await lab.call('+12125550172');
    await lab.idle();
    expect(lab.truth('inbound')).toMatchObject([{ from: '+12125550172', to: OURS, persona: 'presses_1' }]);
    expect(lab.customer.at('/voice')[0]?.params).toMatchObject({
      Direction: 'inbound',
      CallStatus: 'ringing',
      From: '+12125550172',
    });
    expect(lab.customer.at('/keys')[0]?.params).toMatchObject({ Digits: '1', CallStatus: 'in-progress' });
    await lab.control('PUT', 'personas', everybody('texts_stop'));
    await lab.call('+12125550173');
    await lab.idle();
    expect(lab.customer.at('/sms')[0]).toMatchObject({
      isSigned: true,
      params: { Body: 'STOP', From: '+12125550173', To: OURS },
    });
    expect((await lab.client.messages.list({ from: '+12125550173' }))[0]).toMatchObject({
      direction: 'inbound',
      body: 'STOP',
    });
  });
});

describe('answering machine detection', () => {
  it.each([
    ['listens', 'Enable', 'human'],
    ['voicemail', 'Enable', 'machine_start'],
    ['voicemail', 'DetectMessageEnd', 'machine_end_beep'],
    ['fax', 'Enable', 'fax'],
  ])('%s with %s is %s, and the TwiML waits for it', async (persona, machineDetection, answeredBy) => {
    const lab = await labOf({ personas: everybody(persona) });
    const sid = await lab.call('+12125550174', { machineDetection, timeLimit: 30 });
    await lab.idle();
    expect(lab.customer.at('/voice')[0]?.params.AnsweredBy).toBe(answeredBy);
    expect((await lab.client.calls(sid).fetch()).answeredBy).toBe(answeredBy);
    const order = lab
      .truth()
      .map((event) => (event.event === 'webhook_sent' ? String(event.purpose) : event.event));
    expect(order.indexOf('detected')).toBeLessThan(order.indexOf('voice'));
  });

  it('tells AsyncAmd apart, with the call going on meanwhile', async () => {
    const lab = await labOf({ personas: everybody('voicemail') });
    const amd = { asyncAmd: 'true', asyncAmdStatusCallback: `${lab.customer.url}/amd` };
    await lab.call('+12125550175', { machineDetection: 'DetectMessageEnd', timeLimit: 40, ...amd });
    await lab.idle();
    expect(lab.customer.at('/voice')[0]?.params).not.toHaveProperty('AnsweredBy');
    const [news] = lab.customer.at('/amd');
    expect(news).toMatchObject({ isSigned: true, params: { AnsweredBy: 'machine_end_beep' } });
    expect(Number(news?.params.MachineDetectionDuration)).toBeGreaterThan(5_000);
    const says = lab.truth('say');
    expect(says[0]).toMatchObject({ toMachine: true, recorded: false });
    expect(says.some((event) => event.recorded === true)).toBe(true);
  });

  it('gives up with unknown after MachineDetectionTimeout', async () => {
    const lab = await labOf({
      personas: everybody({ is: 'machine', greetingS: 20, answers: { afterS: 1 } }),
    });
    await lab.call('+12125550176', {
      machineDetection: 'DetectMessageEnd',
      machineDetectionTimeout: 5,
      timeLimit: 30,
    });
    await lab.idle();
    expect(lab.customer.at('/voice')[0]?.params.AnsweredBy).toBe('unknown');
  });
});

describe('inbound on demand', () => {
  it('rings our number, rejects, and picks up at the first sound', async () => {
    const lab = await labOf({ numbers: [OURS] });
    const [own] = await lab.client.incomingPhoneNumbers.list();
    const from = '+12125550177';
    expect(await lab.control('POST', 'inbound', { from, to: OURS })).toMatchObject({
      status: 400,
      body: { problems: ['no_voice_url'] },
    });
    await lab.client.incomingPhoneNumbers(own!.sid).update({
      voiceUrl: `${lab.customer.url}/voice`,
      statusCallback: `${lab.customer.url}/status`,
    });
    lab.customer.answers['/voice'] = '<Response><Reject reason="busy"/></Response>';
    const { body } = await lab.control('POST', 'inbound', { from, to: OURS, persona: 'presses_1' });
    await lab.idle();
    expect(await lab.client.calls(String(body.callSid)).fetch()).toMatchObject({
      status: 'busy',
      direction: 'inbound',
    });
    expect(lab.truth('answer')).toEqual([]);
    lab.customer.answers['/voice'] = '<Response><Pause length="2"/><Redirect>/second</Redirect></Response>';
    lab.customer.answers['/second'] = '<Response><Say>hello</Say></Response>';
    await lab.control('POST', 'inbound', { from, to: OURS });
    await lab.idle();
    expect(lab.customer.at('/second')[0]?.params.CallStatus).toBe('ringing');
    expect(lab.customer.at('/status').at(-1)?.params).toMatchObject({
      CallStatus: 'completed',
      Direction: 'inbound',
    });
    expect(await lab.control('POST', 'inbound', { from, to: '+12125550999' })).toMatchObject({
      body: { problems: ['not_our_number'] },
    });
    expect(await lab.control('POST', 'inbound', { from, to: OURS, persona: 'nobody' })).toMatchObject({
      body: { problems: ['no_such_persona'] },
    });
  });
});

describe('time', () => {
  it('scales people and not the queue', async () => {
    const lab = await labOf({ cps: 20, personas: everybody({ answers: { afterS: 1 } }) });
    lab.customer.answers['/voice'] = '<Response/>';
    for (let index = 0; index < 8; index += 1) await lab.call(`+1212555018${index}`);
    await lab.idle();
    const dials = lab.truth('dial').map((event) => event.at);
    expect(dials).toHaveLength(8);
    const [first] = lab.truth('create_requested');
    const early = dials.map((at, index) => (first?.at ?? 0) + index * 50 - at);
    // A timer may fire a millisecond early, and a slot is rounded to one.
    expect(Math.max(...early)).toBeLessThanOrEqual(2);
  });

  it('writes the truth before its effect is visible', async () => {
    const lab = await labOf({ timeScale: 20 });
    const known: string[][] = [];
    lab.customer.answers['/status'] = ({ params }) => {
      known.push([String(params.CallStatus), ...lab.truth().map((event) => event.event)]);
      return '';
    };
    const sid = await lab.call('+12125550191');
    expect(lab.truth('rest_answered')).toMatchObject([{ callSid: sid }]);
    await until(() => known.some(([status]) => status === 'in-progress'));
    await lab.client.calls(sid).update({ status: 'completed' });
    await lab.idle();
    for (const [status, ...events] of known) {
      const cause = { initiated: 'dial', ringing: 'ring', 'in-progress': 'answer', completed: 'end' }[
        String(status)
      ];
      expect(events).toContain(cause);
    }
  });

  it('forgets nothing over a restart on the same truth file: sids go on, live calls are ended', async () => {
    const lab = await labOf({ timeScale: 1, personas: everybody({ answers: { afterS: 30 } }) });
    const first = await lab.call('+12125550192');
    await lab.emulator.close();
    const next = await labOf({ truthPath: lab.emulator.truthPath });
    expect((await next.client.calls(first).fetch()).status).toBe('failed');
    const second = await next.call('+12125550192');
    expect(second).not.toBe(first);
    const listed = await next.client.calls.list({ to: '+12125550192' });
    expect(listed.map((call) => call.sid)).toEqual([second, first]);
    expect(next.truth().map((event) => event.seq)).toEqual(next.truth().map((_, index) => index + 1));
  });
});
