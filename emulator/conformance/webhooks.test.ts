import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { closeLabs, type Lab, OURS, startLab } from './lab.ts';

let lab: Lab;
const HANG_UP = '<Response><Hangup/></Response>';

beforeEach(async () => {
  lab = await startLab({ cps: 1000 });
  lab.customer.answers['/voice'] = HANG_UP;
});
afterEach(closeLabs);

/** A port of this machine on which nobody listens. */
async function deadUrl(): Promise<string> {
  const server = createServer();
  await new Promise<void>((done) => void server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  await new Promise<void>((done) => void server.close(() => done()));
  return `http://127.0.0.1:${port}`;
}

describe('signatures', () => {
  it('signs every webhook so that validateRequest holds: POST and GET, query strings, unicode', async () => {
    lab.customer.answers['/voice'] =
      '<Response><Gather action="/keys?řeč=á%20b&amp;x=1" timeout="1" actionOnEmptyResult="true"/></Response>';
    lab.customer.answers['/keys'] = '<Response><Redirect method="GET">/last?q=it%27s</Redirect></Response>';
    lab.customer.answers['/last'] = HANG_UP;
    const url = `${lab.customer.url}/voice?a=1&k=é+%2B%20'x'&t=`;
    await lab.call('+12125550101', {
      url,
      statusCallback: `${lab.customer.url}/status?a=1&k=%C3%A9`,
      method: 'GET',
    });
    await lab.call('+12125550102', { url, statusCallbackMethod: 'GET' });
    await lab.idle();
    expect(lab.customer.heard).toHaveLength(14);
    expect(lab.customer.heard.filter((one) => !one.isSigned)).toEqual([]);
    expect(lab.customer.heard.filter((one) => one.method === 'GET')).toHaveLength(7);
    const [voice] = lab.customer.at('/voice');
    expect(voice?.query.get('k')).toBe("é + 'x'");
    expect(voice?.query.get('CallStatus')).toBe('in-progress');
    expect(lab.customer.at('/keys')[0]?.query.get('řeč')).toBe('á b');
  });

  it('validateRequest refuses a signature made with another token', async () => {
    const forged = await startLab({ faults: { rules: [{ fault: 'forged' }] } });
    forged.customer.answers['/voice'] = HANG_UP;
    await forged.call('+12125550101');
    await forged.idle();
    expect(forged.customer.heard.filter((one) => !one.isSigned).length).toBeGreaterThan(0);
    await forged.close();
  });
});

describe('status callbacks', () => {
  it('tells initiated, ringing, answered and completed in order, with what Twilio sends', async () => {
    const sid = await lab.call('+12125550101');
    await lab.idle();
    const news = lab.customer.at('/status').map((one) => one.params);
    const bySequence = news.toSorted((a, b) => Number(a.SequenceNumber) - Number(b.SequenceNumber));
    expect(bySequence.map((one) => one.CallStatus)).toEqual([
      'initiated',
      'ringing',
      'in-progress',
      'completed',
    ]);
    expect(bySequence.map((one) => one.SequenceNumber)).toEqual(['0', '1', '2', '3']);
    expect(bySequence[0]).not.toHaveProperty('CallDuration');
    expect(bySequence[3]).toMatchObject({
      AccountSid: lab.emulator.accountSid,
      ApiVersion: '2010-04-01',
      CallDuration: '0',
      CallSid: sid,
      CallbackSource: 'call-progress-events',
      Direction: 'outbound-api',
      From: OURS,
      SipResponseCode: '200',
      To: '+12125550101',
      ToCity: '',
    });
    expect(bySequence[3]?.Timestamp).toMatch(/^\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d \+0000$/);
  });

  it('tells only completed when no event is named', async () => {
    await lab.client.calls.create({
      to: '+12125550101',
      from: OURS,
      url: `${lab.customer.url}/voice`,
      statusCallback: `${lab.customer.url}/status`,
    });
    await lab.idle();
    const news = lab.customer.at('/status').map((one) => [one.params.CallStatus, one.params.SequenceNumber]);
    expect(news).toEqual([['completed', '0']]);
  });
});

describe('a StatusCallbackEvent that is none', () => {
  it('silences the status callbacks, the create being answered all the same', async () => {
    await lab.call('+12125550101', { statusCallbackEvent: ['initiated ringing answered completed'] });
    await lab.idle();
    expect(lab.customer.at('/status')).toEqual([]);
    expect(lab.truth('end')).toMatchObject([{ status: 'completed' }]);
  });
});

describe('delivery', () => {
  it('tries a dead server twice by default, then the fallback with 11205', async () => {
    const dead = await deadUrl();
    lab.customer.answers['/fallback'] = '<Response><Say>we are back</Say></Response>';
    await lab.call('+12125550101', { url: `${dead}/voice?x=1`, fallbackUrl: `${lab.customer.url}/fallback` });
    await lab.idle();
    const tries = lab.truth('webhook_sent').filter((event) => String(event.url).startsWith(dead));
    expect(tries.map((event) => event.attempt)).toEqual([0, 1]);
    const [fallback] = lab.customer.at('/fallback');
    expect(fallback?.params).toMatchObject({
      ErrorCode: '11205',
      ErrorUrl: `${dead}/voice?x=1`,
      CallStatus: 'in-progress',
    });
    expect(lab.truth('say').map((event) => event.text)).toEqual(['we are back']);
  });

  it('retries as the connection overrides say, with one idempotency token, and keeps the fragment to itself', async () => {
    let failures = 2;
    lab.customer.answers['/voice'] = (_heard, response) => {
      if (failures === 0) return HANG_UP;
      failures -= 1;
      response.statusCode = 503;
      return '';
    };
    await lab.call('+12125550101', {
      url: `${lab.customer.url}/voice?a=1#ct=2000&rt=4000&tt=15000&rc=3&rp=ct,rt,5xx`,
    });
    await lab.idle();
    const tries = lab.customer.at('/voice');
    expect(tries).toHaveLength(3);
    expect(new Set(tries.map((one) => one.headers['i-twilio-idempotency-token'])).size).toBe(1);
    expect(tries.every((one) => one.isSigned && !('rc' in Object.fromEntries(one.query)))).toBe(true);
    expect(lab.truth('end')).toMatchObject([{ status: 'completed' }]);
    expect(lab.truth('say')).toEqual([]);
  });

  it('does not retry a 500 without an override, and ends with the application error when there is no fallback', async () => {
    lab.customer.answers['/voice'] = (_heard, response) => {
      response.statusCode = 500;
      return '';
    };
    await lab.call('+12125550101');
    await lab.idle();
    expect(lab.customer.at('/voice')).toHaveLength(1);
    expect(lab.truth('error')).toMatchObject([{ errorCode: 11200, reason: 'HTTP status 500' }]);
    expect(lab.truth('say')).toMatchObject([{ text: expect.stringContaining('application error') }]);
    expect(lab.truth('end')).toMatchObject([{ status: 'completed', by: 'application' }]);
  });

  it('gives up on a silent server after rt of wall time, however fast people are', async () => {
    lab.customer.answers['/voice'] = () => undefined;
    const startedAtMs = Date.now();
    await lab.call('+12125550101', { url: `${lab.customer.url}/voice#rt=600&rc=0` });
    await lab.idle();
    expect(Date.now() - startedAtMs).toBeGreaterThanOrEqual(600);
    expect(Date.now() - startedAtMs).toBeLessThan(3_000);
    expect(lab.truth('error')).toMatchObject([{ errorCode: 11200, reason: 'read timeout' }]);
  });

  it('counts an answer lost on the way as a read failure', async () => {
    lab.customer.answers['/voice'] = (_heard, response) => {
      response.writeHead(200, { 'content-type': 'text/xml', 'content-length': 500 }).write('<Response>');
      setImmediate(() => response.destroy());
      return undefined;
    };
    await lab.call('+12125550101', { url: `${lab.customer.url}/voice#rc=2&rp=rt` });
    await lab.idle();
    expect(lab.customer.at('/voice')).toHaveLength(3);
    expect(lab.truth('error')).toMatchObject([{ errorCode: 11200 }]);
  });

  it('keeps all tries within tt', async () => {
    lab.customer.answers['/voice'] = () => undefined;
    const startedAtMs = Date.now();
    await lab.call('+12125550101', { url: `${lab.customer.url}/voice#rt=400&tt=900&rc=5&rp=all` });
    await lab.idle();
    expect(lab.customer.at('/voice')).toHaveLength(3);
    expect(Date.now() - startedAtMs).toBeLessThan(2_000);
  });

  it('refuses an answer above 64 kB with 11750 and follows HTTP redirects', async () => {
    lab.customer.answers['/voice'] = `<Response><Say>${'x'.repeat(70_000)}</Say></Response>`;
    await lab.call('+12125550101');
    await lab.idle();
    expect(lab.truth('error')).toMatchObject([{ errorCode: 11750 }]);
    lab.customer.answers['/moved'] = (_heard, response) => {
      response.statusCode = 302;
      response.setHeader('location', '/here');
      return '';
    };
    lab.customer.answers['/here'] = '<Response><Say>here</Say></Response>';
    await lab.call('+12125550102', { url: `${lab.customer.url}/moved` });
    await lab.idle();
    expect(lab.customer.at('/here')[0]).toMatchObject({ method: 'GET', isSigned: true });
    expect(lab.truth('say').at(-1)?.text).toBe('here');
  });

  it('reads plain text aloud and refuses other content types with 12300', async () => {
    lab.customer.answers['/voice'] = (_heard, response) => {
      response.writeHead(200, { 'content-type': 'text/plain' }).end('plain words');
      return undefined;
    };
    await lab.call('+12125550101');
    await lab.idle();
    lab.customer.answers['/voice'] = (_heard, response) => {
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
      return undefined;
    };
    await lab.call('+12125550102');
    await lab.idle();
    expect(lab.truth('say')[0]?.text).toBe('plain words');
    expect(lab.truth('error')).toMatchObject([{ errorCode: 12300 }]);
  });
});
