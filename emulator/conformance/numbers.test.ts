import { afterEach, describe, expect, it } from '@jest/globals';
import { closeLabs, type Lab, OURS, startLab } from './lab.ts';

afterEach(closeLabs);

const start = (more: object = {}): Promise<Lab> => startLab({ cps: 1000, numbers: [OURS], ...more });
const BOUGHT = '+12125550142';
const TIMING = { slowMs: 100, hangMs: 200, lateMs: 200, queuedMs: 60_000, listLagMs: 250, replayMs: 20 };

describe('IncomingPhoneNumbers', () => {
  it('buys a number with its URLs, and releases it', async () => {
    const lab = await start();
    const numbers = lab.client.incomingPhoneNumbers;
    const voiceUrl = `${lab.customer.url}/voice`;
    const bought = await numbers.create({ phoneNumber: BOUGHT, voiceUrl, friendlyName: 'Desk' });
    expect(bought).toMatchObject({
      phoneNumber: BOUGHT,
      voiceUrl,
      voiceMethod: 'POST',
      friendlyName: 'Desk',
    });
    expect(bought.capabilities).toEqual({ voice: true, sms: true, mms: false, fax: false });
    expect(bought.sid).toMatch(/^PN[0-9a-f]{32}$/);
    await expect(numbers.create({ phoneNumber: BOUGHT })).rejects.toMatchObject({ status: 400, code: 21422 });
    await expect(numbers.create({ phoneNumber: '555' })).rejects.toMatchObject({ code: 21421 });
    expect(await numbers(bought.sid).remove()).toBe(true);
    await expect(numbers(bought.sid).fetch()).rejects.toMatchObject({ status: 404, code: 20404 });
    const call = lab.client.calls.create({ to: '+12125550101', from: BOUGHT, url: voiceUrl });
    await expect(call).rejects.toMatchObject({ code: 21210 });
  });

  it('finds free numbers in an area and buys one by the area', async () => {
    const lab = await start();
    const free = await lab.client.availablePhoneNumbers('US').local.list({ areaCode: 212, limit: 5 });
    expect(free.map((one) => one.phoneNumber)).not.toContain(OURS);
    const bought = await lab.client.incomingPhoneNumbers.create({ areaCode: '212' });
    expect(bought.phoneNumber).toBe(free[0]?.phoneNumber);
    await expect(lab.client.incomingPhoneNumbers.create({ areaCode: '1' })).rejects.toMatchObject({
      code: 21451,
    });
  });

  it('updates every field one by one and leaves the others', async () => {
    const lab = await start();
    const [own] = await lab.client.incomingPhoneNumbers.list();
    const number = lab.client.incomingPhoneNumbers(own!.sid);
    const url = (path: string): string => `${lab.customer.url}/${path}`;
    const changes = [
      { voiceUrl: url('v') },
      { voiceMethod: 'GET' },
      { voiceFallbackUrl: url('f'), voiceFallbackMethod: 'GET' },
      { statusCallback: url('s') },
      { statusCallbackMethod: 'GET' },
      { smsUrl: url('m') },
      { smsFallbackUrl: url('mf') },
      { friendlyName: 'Front desk' },
      { voiceCallerIdLookup: true },
    ];
    for (const change of changes) {
      const before = await number.fetch();
      const after = await number.update(change);
      expect({ ...before.toJSON(), dateUpdated: 0, ...change }).toEqual({
        ...after.toJSON(),
        dateUpdated: 0,
      });
    }
    expect((await number.update({ voiceUrl: '' })).voiceUrl).toBe('');
    await expect(number.update({ trunkSid: `TK${'0'.repeat(32)}` })).rejects.toMatchObject({ code: 20001 });
    await expect(number.update({ voiceMethod: 'PUT' })).rejects.toMatchObject({ code: 21209 });
  });

  it('lists page by page, and finds by a part of the number', async () => {
    const own = Array.from({ length: 7 }, (_, index) => `+1212555011${index}`);
    const lab = await start({ numbers: own });
    const { incomingPhoneNumbers } = lab.client;
    expect((await incomingPhoneNumbers.list({ pageSize: 2 })).map((one) => one.phoneNumber)).toEqual(own);
    const first = await incomingPhoneNumbers.page({ pageSize: 3 });
    expect((await first.nextPage())?.instances.map((one) => one.phoneNumber)).toEqual(own.slice(3, 6));
    expect((await incomingPhoneNumbers.list({ phoneNumber: '5550113' }))[0]?.phoneNumber).toBe(own[3]);
  });

  it('gives a number other capabilities at the control door', async () => {
    const lab = await start();
    const order = { e164: BOUGHT, capabilities: { voice: false } };
    expect((await lab.control('POST', 'numbers', order)).status).toBe(201);
    const [number] = await lab.client.incomingPhoneNumbers.list({ phoneNumber: BOUGHT });
    expect(number?.capabilities).toMatchObject({ voice: false, sms: true });
    expect((await lab.control('POST', 'numbers', { e164: 'x' })).status).toBe(400);
  });

  it('keeps numbers and their URLs over a restart on the same truth file', async () => {
    const lab = await start();
    const voiceUrl = `${lab.customer.url}/voice`;
    const kept = await lab.client.incomingPhoneNumbers.create({ phoneNumber: BOUGHT, voiceUrl });
    const [own] = await lab.client.incomingPhoneNumbers.list({ phoneNumber: OURS });
    await lab.client.incomingPhoneNumbers(own!.sid).remove();
    await lab.emulator.close();
    const next = await start({ truthPath: lab.emulator.truthPath });
    const numbers = await next.client.incomingPhoneNumbers.list();
    expect(numbers.map(({ sid, voiceUrl: url }) => [sid, url])).toEqual([[kept.sid, voiceUrl]]);
  });
});

describe('faults of other requests, by path', () => {
  const NUMBERS = 'POST /IncomingPhoneNumbers';
  const rule = (fault: string): object => ({ fault, path: `^${NUMBERS}`, times: 1 });

  it.each([
    ['500-executed', { status: 500, code: 20500 }, true],
    ['500-not', { status: 500, code: 20500 }, false],
    ['429', { status: 429, code: 20429 }, false],
    ['4xx', { status: 400 }, false],
    ['reset-before', { code: 'ECONNRESET' }, false],
    ['reset-after', { code: 'ECONNRESET' }, true],
    ['timeout-not', { code: 'ECONNRESET' }, false],
    ['timeout-executed', { code: 'ECONNRESET' }, true],
  ])('%s', async (fault, failure, isExecuted) => {
    const lab = await start({ faults: { rules: [rule(fault)], timing: TIMING } });
    const { incomingPhoneNumbers } = lab.client;
    await expect(incomingPhoneNumbers.create({ phoneNumber: BOUGHT })).rejects.toMatchObject(failure);
    expect(await incomingPhoneNumbers.list({ phoneNumber: BOUGHT })).toHaveLength(isExecuted ? 1 : 0);
    expect(lab.truth('fault')).toMatchObject([{ request: NUMBERS, fault, executed: isExecuted }]);
    lab.customer.answers['/voice'] = '<Response/>';
    await lab.call('+12125550161');
    await lab.idle();
    expect(lab.truth('end')).toMatchObject([{ status: 'completed' }]);
  });

  it('slow-9s answers late and well; ok shields', async () => {
    const lab = await start({ faults: { rules: [rule('slow-9s')], timing: TIMING } });
    const startedAtMs = Date.now();
    await lab.client.incomingPhoneNumbers.create({ phoneNumber: BOUGHT });
    expect(Date.now() - startedAtMs).toBeGreaterThanOrEqual(TIMING.slowMs - 5);
    const shielded = await start({
      faults: {
        rules: [
          { fault: 'ok', path: 'GET' },
          { fault: '429', path: '.' },
        ],
      },
    });
    expect(await shielded.client.incomingPhoneNumbers.list()).toHaveLength(1);
    await expect(shielded.client.incomingPhoneNumbers.create({ phoneNumber: BOUGHT })).rejects.toMatchObject({
      code: 20429,
    });
  });

  it('refuses a rule that mixes path and numbers, or has no request to strike', async () => {
    const lab = await start();
    for (const bad of [
      { fault: '429', path: '.', numbers: '1$' },
      { fault: 'duplicate', path: '.' },
    ]) {
      const { status, body } = await lab.control('PUT', 'faults', { rules: [bad] });
      expect([status, JSON.stringify(body)]).toEqual([400, expect.stringContaining('with path: no numbers')]);
    }
  });
});

describe('Messages', () => {
  it('refuses messages to somebody who texted STOP, until START', async () => {
    const lab = await start();
    const person = '+12125550161';
    const send = (): Promise<unknown> =>
      lab.client.messages.create({ to: person, from: OURS, body: 'Reminder' });
    await lab.control('POST', 'messages', { from: person, to: OURS, body: ' stop ' });
    await expect(send()).rejects.toMatchObject({ status: 400, code: 21610 });
    await lab.control('POST', 'messages', { from: person, to: OURS, body: 'START' });
    await expect(send()).resolves.toMatchObject({ status: 'sent' });
  });
});
