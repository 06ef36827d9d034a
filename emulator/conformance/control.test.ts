import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { closeLabs, everybody, type Lab, OURS, startLab, until } from './lab.ts';

let lab: Lab;
beforeAll(async () => {
  lab = await startLab({ timeScale: 10, cps: 1000, numbers: [OURS] });
  lab.customer.answers['/voice'] = '<Response><Pause length="600"/></Response>';
});
afterAll(closeLabs);

describe('the control door', () => {
  it('shows live calls and tells idle from busy', async () => {
    expect((await lab.control('GET', 'stats')).body).toMatchObject({ live: 0, isIdle: true });
    const sid = await lab.call('+12125550101');
    await until(() => lab.truth('answer').length === 1);
    const { body } = await lab.control('GET', 'calls');
    expect(body.calls).toMatchObject([{ callSid: sid, status: 'in-progress', persona: 'everybody', nth: 1 }]);
    expect((await lab.control('GET', 'stats')).body).toMatchObject({ live: 1, isIdle: false });
  });

  it('ends live calls on reset without a webhook, and keeps the truth', async () => {
    const before = lab.customer.at('/status').length;
    expect((await lab.control('POST', 'reset')).body).toEqual({ ended: 1 });
    await lab.idle();
    expect(lab.customer.at('/status')).toHaveLength(before);
    expect(lab.truth('end')).toMatchObject([{ by: 'api' }]);
    await lab.call('+12125550101');
    expect(lab.truth('queued').map((event) => event.nth)).toEqual([1, 2]);
    await lab.control('POST', 'reset');
  });

  it('takes a text message to our number', async () => {
    const [own] = await lab.client.incomingPhoneNumbers.list();
    await lab.client.incomingPhoneNumbers(own!.sid).update({ smsUrl: `${lab.customer.url}/sms` });
    const text = { from: '+12125550102', to: OURS, body: 'ARRÊT' };
    expect((await lab.control('POST', 'messages', text)).status).toBe(202);
    await lab.idle();
    expect(lab.customer.at('/sms')).toMatchObject([{ isSigned: true, params: { Body: 'ARRÊT' } }]);
  });

  it.each([
    ['POST', 'inbound', { from: 1 }, '/: an object with from and to is expected'],
    ['POST', 'messages', {}, '/: an object with from, to and body is expected'],
    ['PUT', 'personas', { mix: [{ persona: 'listens', weight: 0 }] }, '/mix/0/weight: '],
    [
      'PUT',
      'personas',
      everybody({ answers: { afterS: [5, 2] } }),
      'the first second must not be above the second',
    ],
    ['PUT', 'faults', { rules: [], speed: 1 }, 'speed'],
  ] as const)('refuses %s %s %j', async (method, path, body, problem) => {
    const refused = await lab.control(method, path, body);
    expect(refused.status).toBe(400);
    expect(JSON.stringify(refused.body.problems)).toContain(problem);
  });

  it('answers 404 for what is not there and 405 for another method', async () => {
    expect((await lab.control('GET', 'nothing')).status).toBe(404);
    expect((await lab.control('POST', 'health')).status).toBe(405);
  });
});
