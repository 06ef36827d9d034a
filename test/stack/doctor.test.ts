import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { runCommand } from '../../tools/stack/obtain/run-command.ts';
import { checkCarrierNumber, checkGoLive } from '../../tools/doctor/check-go-live.ts';
import { repositoryRoot } from '../../tools/stack/layout.ts';
import { throwawayState } from './stack-process.ts';

const sid = `AC${'1'.repeat(32)}`;
const number = '+12125550123';

describe('doctor', () => {
  it('names every part as JSON, each with its state', async () => {
    const state = throwawayState();
    try {
      const args = ['tools/doctor.ts', '--output', 'json', '--state-dir', state.layout.stateDir];
      const env = { TWILIO_ACCOUNT_SID: '', DATABASE_URL: '', REDIS_URL: '', TEMPORAL_ADDRESS: '' };
      const output = await runCommand(process.execPath, args, {
        deadlineMs: 60_000,
        cwd: repositoryRoot,
        env,
      });
      const findings = z.array(z.object({ part: z.string(), state: z.string() })).parse(JSON.parse(output));
      const states = Object.fromEntries(findings.map(({ part, state: found }) => [part, found]));
      const servers = { postgres: 'idle', redis: 'idle', temporal: 'idle' };
      expect(states).toMatchObject({ node: 'ok', disk: 'ok', ...servers, 'temporal-test-server': 'ok' });
    } finally {
      await state.remove();
    }
  }, 90_000);

  it('asks for nothing of a carrier while none is configured, and for all of it when one variable is set', async () => {
    expect(await checkGoLive({})).toEqual([]);
    const [found] = await checkGoLive({ TWILIO_ACCOUNT_SID: sid, PUBLIC_URL: 'https://example.com' });
    expect(found).toMatchObject({
      state: 'missing',
      note: 'TWILIO_AUTH_TOKEN, TWILIO_FROM_NUMBER are not set',
    });
  });

  describe('of a carrier account', () => {
    let server: Server;
    let base = '';
    let answer = { status: 200, body: '' };
    let asked: { url?: string | undefined; authorization?: string | undefined } = {};
    beforeAll(async () => {
      server = createServer((request, response) => {
        asked = { url: request.url, authorization: request.headers.authorization };
        response.writeHead(answer.status, { 'content-type': 'application/json' }).end(answer.body);
      });
      await new Promise<void>((resolve) => {
        server.listen(0, '127.0.0.1', resolve);
      });
      const address = server.address();
      base = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
    });
    afterAll(() => {
      server.close();
    });
    const check = (status: number, numbers: unknown = []) => {
      answer = { status, body: JSON.stringify({ incoming_phone_numbers: numbers }) };
      return checkCarrierNumber({ sid, token: 'secret', number }, base);
    };

    it('finds the number, once, with the credentials, and never shows them', async () => {
      const found = await check(200, [{ phone_number: number, capabilities: { voice: true } }]);
      expect(found.state).toBe('ok');
      expect(asked.url).toBe(
        `/2010-04-01/Accounts/${sid}/IncomingPhoneNumbers.json?PhoneNumber=%2B12125550123`,
      );
      expect(asked.authorization).toBe(`Basic ${Buffer.from(`${sid}:secret`).toString('base64')}`);
      expect(JSON.stringify(found)).not.toContain('secret');
    });

    it('says which of the three is wrong', async () => {
      expect((await check(401)).note).toBe('the carrier refuses the credentials');
      expect((await check(200)).note).toBe('TWILIO_FROM_NUMBER is not a number of this account');
      const mute = [{ phone_number: number, capabilities: { voice: false } }];
      expect((await check(200, mute)).note).toBe('TWILIO_FROM_NUMBER cannot call');
      expect((await check(503)).note).toBe('the carrier answers 503');
      answer = { status: 200, body: 'not json' };
      expect((await checkCarrierNumber({ sid, token: 'x', number }, base)).state).toBe('broken');
    });
  });
});
