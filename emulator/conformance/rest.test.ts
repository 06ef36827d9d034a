import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import twilio from 'twilio';
import { closeLabs, clientOf, everybody, type Lab, OURS, startLab, until } from './lab.ts';

let lab: Lab;
const HANG_UP = '<Response><Hangup/></Response>';

beforeAll(async () => {
  lab = await startLab({ cps: 1000 });
  lab.customer.answers['/voice'] = HANG_UP;
});
afterAll(closeLabs);

/** What the library throws for a refused request. */
function refusal(status: number, code: number): object {
  return { status, code, moreInfo: `https://www.twilio.com/docs/errors/${code}` };
}

describe('create', () => {
  it('answers a queued call that has not started', async () => {
    const call = await lab.client.calls.create({
      to: '+12125550101',
      from: OURS,
      url: `${lab.customer.url}/voice`,
    });
    expect(call.sid).toMatch(/^CA[0-9a-f]{32}$/);
    expect(call).toMatchObject({
      status: 'queued',
      direction: 'outbound-api',
      to: '+12125550101',
      from: OURS,
    });
    expect(call.startTime).toBeNull();
    expect(call.queueTime).toMatch(/^\d+$/);
    expect(Math.abs(call.dateCreated.getTime() - Date.now())).toBeLessThan(5_000);
    expect(call.accountSid).toBe(lab.emulator.accountSid);
  });

  it.each([
    ['no Url', { to: '+12125550101', from: OURS }, 21205],
    ['an empty To', { to: '', from: OURS, url: 'http://127.0.0.1/' }, 21201],
    ['an empty From', { to: '+12125550101', from: '', url: 'http://127.0.0.1/' }, 21213],
    ['a bad To', { to: '555', from: OURS, url: 'http://127.0.0.1/' }, 21211],
    ['a bad From', { to: '+12125550101', from: 'me', url: 'http://127.0.0.1/' }, 21212],
    ['a Url elsewhere', { to: '+12125550101', from: OURS, url: 'http://example.com/' }, 21205],
    ['a Url that is none', { to: '+12125550101', from: OURS, url: 'voice' }, 21205],
    ['a bad Method', { to: '+12125550101', from: OURS, url: 'http://127.0.0.1/', method: 'PATCH' }, 21209],
    ['an ApplicationSid', { to: '+12125550101', from: OURS, applicationSid: `AP${'0'.repeat(32)}` }, 21218],
    [
      'a Timeout out of range',
      { to: '+12125550101', from: OURS, url: 'http://127.0.0.1/', timeout: 601 },
      21200,
    ],
  ])('refuses %s', async (_what, params, code) => {
    await expect(lab.client.calls.create(params)).rejects.toMatchObject(refusal(400, code));
  });

  it('refuses a From that is not ours when the numbers are given', async () => {
    const strict = await startLab({ numbers: [OURS] });
    const create = strict.client.calls.create({
      to: '+12125550101',
      from: '+12125550199',
      url: 'http://127.0.0.1/',
    });
    await expect(create).rejects.toMatchObject(refusal(400, 21210));
    await strict.close();
  });

  it('refuses a wrong token with 20003 and another account’s path', async () => {
    const { url, accountSid } = lab.emulator;
    const wrongToken = clientOf({ url, accountSid, authToken: 'wrong' });
    await expect(wrongToken.calls.list()).rejects.toMatchObject(refusal(401, 20003));
    const other = lab.client.api.v2010.accounts(`AC${'f'.repeat(32)}`);
    await expect(other.calls.list()).rejects.toMatchObject(refusal(401, 20003));
  });

  it('refuses concurrent requests above the limit with 20429', async () => {
    const crowded = await startLab({
      concurrency: 2,
      faults: { rules: [{ fault: 'slow-9s' }], timing: { slowMs: 300 } },
    });
    crowded.customer.answers['/voice'] = HANG_UP;
    const calls = ['+12125550101', '+12125550102', '+12125550103'].map((to) => crowded.call(to));
    const settled = await Promise.allSettled(calls);
    expect(settled.map((one) => one.status).toSorted()).toEqual(['fulfilled', 'fulfilled', 'rejected']);
    const refused = settled.find((one) => one.status === 'rejected');
    expect(refused?.reason).toMatchObject(refusal(429, 20429));
    await crowded.close();
  });
});

describe('fetch, update and delete', () => {
  it('fetches a finished call with its times', async () => {
    const sid = await lab.call('+12125550111');
    await lab.idle();
    const call = await lab.client.calls(sid).fetch();
    expect(call).toMatchObject({ sid, status: 'completed', duration: '0' });
    expect(call.startTime).toBeInstanceOf(Date);
    expect(call.endTime).toBeInstanceOf(Date);
  });

  it('answers 20404 for a call it does not know', async () => {
    await expect(lab.client.calls(`CA${'0'.repeat(32)}`).fetch()).rejects.toMatchObject(refusal(404, 20404));
  });

  it('cancels a call that rings, ends one in progress, and refuses both when it is over', async () => {
    const slow = await startLab({ timeScale: 1, personas: everybody({ answers: { afterS: 30 } }) });
    const sid = await slow.call('+12125550112');
    await until(async () => (await slow.client.calls(sid).fetch()).status === 'ringing');
    await slow.client.calls(sid).update({ status: 'canceled' });
    await slow.idle();
    expect((await slow.client.calls(sid).fetch()).status).toBe('canceled');
    expect(slow.customer.at('/status').at(-1)?.params).toMatchObject({
      CallStatus: 'canceled',
      SipResponseCode: '487',
    });
    const again = slow.client.calls(sid).update({ status: 'completed' });
    await expect(again).rejects.toMatchObject(refusal(400, 21220));
    await slow.close();
  });

  it('leaves a call in progress alone on canceled, moves it by Url and Twiml, ends it on completed', async () => {
    const slow = await startLab({ timeScale: 50 });
    slow.customer.answers['/voice'] = '<Response><Say>first</Say><Pause length="600"/></Response>';
    slow.customer.answers['/other'] = '<Response><Say>second</Say><Pause length="600"/></Response>';
    const sid = await slow.call('+12125550113');
    const says = (): unknown[] => slow.truth('say').map((event) => event.text);
    await until(() => says().includes('first'));
    expect((await slow.client.calls(sid).update({ status: 'canceled' })).status).toBe('in-progress');
    await slow.client.calls(sid).update({ url: `${slow.customer.url}/other`, method: 'POST' });
    await until(() => says().includes('second'));
    const third = new twilio.twiml.VoiceResponse();
    third.say('third');
    third.pause({ length: 600 });
    await slow.client.calls(sid).update({ twiml: third });
    await until(() => says().includes('third'));
    await slow.client.calls(sid).update({ status: 'completed' });
    await slow.idle();
    expect((await slow.client.calls(sid).fetch()).status).toBe('completed');
    expect(slow.truth('hangup')).toMatchObject([{ by: 'api' }]);
    await slow.close();
  });

  it('refuses to redirect a call that is not in progress', async () => {
    const slow = await startLab({ timeScale: 1, personas: everybody({ answers: { afterS: 30 } }) });
    const sid = await slow.call('+12125550114');
    const redirect = slow.client.calls(sid).update({ url: `${slow.customer.url}/other` });
    await expect(redirect).rejects.toMatchObject(refusal(400, 21220));
    await slow.close();
  });

  it('deletes a finished call', async () => {
    const sid = await lab.call('+12125550115');
    await lab.idle();
    expect(await lab.client.calls(sid).remove()).toBe(true);
    await expect(lab.client.calls(sid).fetch()).rejects.toMatchObject(refusal(404, 20404));
  });
});

describe('list', () => {
  it('pages through everything newest first, with list, each, page and nextPage', async () => {
    const many = await startLab({ cps: 1000 });
    const sids: string[] = [];
    for (let index = 0; index < 7; index += 1) sids.unshift(await many.call(`+1212555012${index}`));
    await many.idle();
    expect((await many.client.calls.list({ pageSize: 3 })).map((call) => call.sid)).toEqual(sids);
    expect(await many.client.calls.list({ limit: 2 })).toHaveLength(2);
    const seen: string[] = [];
    await new Promise<void>((done) => {
      many.client.calls.each({ pageSize: 2, done: () => done() }, (call) => void seen.push(call.sid));
    });
    expect(seen).toEqual(sids);
    const first = await many.client.calls.page({ pageSize: 3 });
    const late = await many.call('+12125550139');
    const second = await first.nextPage();
    expect(second?.instances.map((call) => call.sid)).toEqual(sids.slice(3, 6));
    expect((await second?.previousPage())?.instances.map((call) => call.sid)).toEqual(sids.slice(0, 3));
    expect((await second?.nextPage())?.nextPage()).toBeUndefined();
    expect((await many.client.calls.list({ limit: 1 }))[0]?.sid).toBe(late);
    await many.close();
  });

  it('filters by To, From, Status and StartTime, which a queued call has not', async () => {
    const queue = await startLab({ cps: 0.01 });
    queue.customer.answers['/voice'] = HANG_UP;
    const started = await queue.call('+12125550141');
    const queued = await queue.call('+12125550142');
    await until(async () => (await queue.client.calls(started).fetch()).status === 'completed');
    const sids = async (filter: object): Promise<string[]> =>
      (await queue.client.calls.list(filter)).map((call) => call.sid);
    expect(await sids({ to: '+12125550142' })).toEqual([queued]);
    expect(await sids({ to: '+12125550142', from: '+12125550999' })).toEqual([]);
    expect(await sids({ status: 'queued' })).toEqual([queued]);
    const anHourAgo = new Date(Date.now() - 3_600_000);
    expect(await sids({})).toEqual([queued, started]);
    expect(await sids({ startTimeAfter: anHourAgo })).toEqual([started]);
    expect(await sids({ startTimeBefore: anHourAgo })).toEqual([]);
    expect(await sids({ startTimeAfter: anHourAgo, startTimeBefore: new Date() })).toEqual([started]);
    expect(Number((await queue.client.calls(queued).fetch()).queueTime)).toBeGreaterThan(90_000);
    await queue.close();
  });
});

describe('the other resources', () => {
  it('fetches the account', async () => {
    const account = await lab.client.api.v2010.accounts(lab.emulator.accountSid).fetch();
    expect(account).toMatchObject({ sid: lab.emulator.accountSid, status: 'active' });
  });

  it('lists, fetches and updates numbers', async () => {
    const own = await startLab({ numbers: [OURS, '+12125550199'] });
    const [number] = await own.client.incomingPhoneNumbers.list({ phoneNumber: OURS });
    expect(number).toMatchObject({ phoneNumber: OURS, voiceUrl: '' });
    const voiceUrl = `${own.customer.url}/voice`;
    await own.client.incomingPhoneNumbers(number!.sid).update({ voiceUrl, voiceMethod: 'GET' });
    const fetched = await own.client.incomingPhoneNumbers(number!.sid).fetch();
    expect(fetched).toMatchObject({ voiceUrl, voiceMethod: 'GET' });
    const abroad = own.client.incomingPhoneNumbers(number!.sid).update({ voiceUrl: 'https://example.com/' });
    await expect(abroad).rejects.toMatchObject(refusal(400, 21205));
    expect(await own.client.incomingPhoneNumbers.list()).toHaveLength(2);
    await own.close();
  });

  it('creates, lists and fetches messages', async () => {
    const message = await lab.client.messages.create({ to: '+12125550151', from: OURS, body: 'Dobrý den' });
    expect(message).toMatchObject({ status: 'sent', direction: 'outbound-api', body: 'Dobrý den' });
    expect((await lab.client.messages.list({ to: '+12125550151' })).map((one) => one.sid)).toEqual([
      message.sid,
    ]);
    expect((await lab.client.messages(message.sid).fetch()).body).toBe('Dobrý den');
    await expect(lab.client.messages.create({ to: '+12125550151', from: OURS })).rejects.toMatchObject({
      code: 21602,
    });
  });
});
