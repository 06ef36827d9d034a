import { describe, expect, it } from '@jest/globals';
import { callUrl, firstTurnUrl, numberUrl, turnUrl } from './webhook-urls.ts';

const OVERRIDES = '#ct=2000&rt=4000&tt=15000&rc=3&rp=ct,rt,5xx';
const base = { publicUrl: 'https://calls.example', orgRef: 'ada clinic' };
const call = { ...base, link: { name: 'a', id: 'attempt', key: 'k/ey' } } as const;

describe('addresses of webhooks', () => {
  it('name the organization, the call with its key, and the turn, and say how they are fetched', () => {
    const at = 'https://calls.example/webhooks/twilio/ada%20clinic';
    expect([
      turnUrl(call, 'turn'),
      turnUrl(call, 'turn', { in: 'resume' }),
      callUrl(call, 'status'),
      firstTurnUrl(base, 2),
      numberUrl(base, 'voice'),
    ]).toEqual(
      [
        `${at}/voice?a=attempt&k=k%2Fey&t=turn`,
        `${at}/voice?a=attempt&k=k%2Fey&t=turn&in=resume`,
        `${at}/status?a=attempt&k=k%2Fey`,
        `${at}/voice?poll=2`,
        `${at}/voice`,
      ].map((url) => url + OVERRIDES),
    );
  });
});
