import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Breaker } from './breaker.ts';
import { breakerClass, Breakers } from './breakers.ts';

const START_MS = Date.UTC(2026, 10, 18, 17);
let breakers: Breakers;
let refused: string[];
beforeEach(() => {
  // The library measures its pauses by the date alone.
  jest.useFakeTimers({
    now: START_MS,
    doNotFake: ['nextTick', 'queueMicrotask', 'setTimeout', 'clearTimeout', 'setImmediate', 'performance'],
  });
  refused = [];
  breakers = new Breakers((name) => refused.push(name));
});
afterEach(() => {
  jest.useRealTimers();
});

const ask = (breaker: Breaker, answer: 'well' | 'unwell' | Promise<'well' | 'unwell'>): Promise<string> =>
  breaker.run<string>({
    work: async () => answer,
    hasFailed: (given) => given === 'unwell',
    otherwise: () => 'refused',
  });

async function times(count: number, breaker: Breaker, answer: 'well' | 'unwell'): Promise<string[]> {
  const answers: string[] = [];
  for (let nth = 0; nth < count; nth += 1) answers.push(await ask(breaker, answer));
  return answers;
}

const order = (forced: 'open' | 'closed' | null, version: string) => ({
  name: 'twilio.dial',
  forced,
  version,
});

describe('a breaker by share', () => {
  it('opens when nearly all of ten requests fail, and not before', async () => {
    const breaker = breakers.of('twilio.dial', 'share');
    await times(9, breaker, 'unwell');
    expect(breaker.snapshot()).toMatchObject({ state: 'closed', failures: 9, successes: 0 });
    await times(1, breaker, 'unwell');
    expect(breaker.snapshot()).toMatchObject({ state: 'open', changedAtMs: START_MS });
    expect(await times(2, breaker, 'well')).toEqual(['refused', 'refused']);
    expect(refused).toEqual(['twilio.dial', 'twilio.dial']);
  });

  it('stays closed on a bad day, when three of four fail', async () => {
    const breaker = breakers.of('twilio.dial', 'share');
    for (let round = 0; round < 20; round += 1) {
      expect(await times(1, breaker, 'well')).toEqual(['well']);
      expect(await times(3, breaker, 'unwell')).toEqual(['unwell', 'unwell', 'unwell']);
    }
    expect(breaker.snapshot().state).toBe('closed');
  });

  it('tries with one request after a pause; the others are refused at once and do not wait for it', async () => {
    const breaker = breakers.of('twilio.dial', 'share');
    await times(10, breaker, 'unwell');
    jest.setSystemTime(START_MS + 31_000);
    const { promise, resolve } = Promise.withResolvers<'well'>();
    const deciding = ask(breaker, promise);
    expect(breaker.snapshot().state).toBe('half_open');
    expect(await ask(breaker, 'well')).toBe('refused');
    resolve('well');
    expect(await deciding).toBe('well');
    expect(breaker.snapshot().state).toBe('closed');
    expect(await ask(breaker, 'well')).toBe('well');
  });

  it('opens again when that request fails', async () => {
    const breaker = breakers.of('twilio.dial', 'share');
    await times(10, breaker, 'unwell');
    jest.setSystemTime(START_MS + 31_000);
    expect(await times(2, breaker, 'unwell')).toEqual(['unwell', 'refused']);
  });
});

describe('errors', () => {
  it('are thrown on, and count when they are the provider’s fault', async () => {
    const breaker = breakers.of('smtp', 'streak');
    const fail = (isFault: boolean) =>
      breaker.run({
        work: () => Promise.reject(new Error('no')),
        hasFailed: () => false,
        isFault: () => isFault,
        otherwise: () => 'refused',
      });
    for (let nth = 0; nth < 10; nth += 1) await expect(fail(false)).rejects.toThrow('no');
    expect(breaker.snapshot()).toMatchObject({ state: 'closed', successes: 10 });
    for (let nth = 0; nth < 5; nth += 1) await expect(fail(true)).rejects.toThrow('no');
    expect(await fail(true)).toBe('refused');
  });
});

describe('orders', () => {
  it('hold a breaker open, hold it closed, and let it begin anew', async () => {
    const breaker = breakers.of('twilio.dial', 'share');
    expect(breakers.obey([order('open', '1')])).toEqual(['twilio.dial']);
    expect(await ask(breaker, 'well')).toBe('refused');
    jest.setSystemTime(START_MS + 3_600_000);
    expect(await ask(breaker, 'well')).toBe('refused');
    breakers.obey([order('closed', '2')]);
    expect(await times(50, breaker, 'unwell')).not.toContain('refused');
    breakers.obey([order(null, '3')]);
    expect(await times(11, breaker, 'unwell')).toContain('refused');
    breakers.obey([order(null, '4')]);
    expect(await ask(breaker, 'well')).toBe('well');
  });

  it('are obeyed once: one already known changes nothing', async () => {
    const breaker = breakers.of('twilio.dial', 'share');
    breakers.obey([order(null, '1')]);
    await times(10, breaker, 'unwell');
    expect(breakers.obey([order(null, '1')])).toEqual([]);
    expect(await ask(breaker, 'well')).toBe('refused');
  });

  it('hold for a breaker that is made later, and no longer than they stand', async () => {
    breakers.obey([order('open', '1')]);
    const breaker = breakers.of('twilio.dial', 'share');
    expect(await ask(breaker, 'well')).toBe('refused');
    breakers.obey([]);
    expect(await ask(breaker, 'well')).toBe('well');
  });
});

describe('hosts of customers', () => {
  it('have a breaker for each organization, told of by host while one is not closed', async () => {
    const ours = breakers.ofHost('crm.example.com', 'ours');
    const theirs = breakers.ofHost('crm.example.com', 'theirs');
    await times(5, ours, 'unwell');
    expect(await ask(ours, 'well')).toBe('refused');
    expect(await ask(theirs, 'well')).toBe('well');
    expect(breakers.snapshots()).toMatchObject([{ name: 'customers.crm.example.com', state: 'open' }]);
    expect(breakerClass('customers.crm.example.com')).toBe('customers');
    expect(breakerClass('twilio.dial')).toBe('twilio.dial');
  });

  it('are forgotten when there are too many, the one unused for longest first', async () => {
    const first = breakers.ofHost('h0.example.com', 'ours');
    await times(5, first, 'unwell');
    for (let nth = 1; nth < 1_000; nth += 1) breakers.ofHost(`h${nth}.example.com`, 'ours');
    expect(breakers.ofHost('h0.example.com', 'ours')).toBe(first);
    breakers.ofHost('h1000.example.com', 'ours');
    expect(breakers.ofHost('h0.example.com', 'ours')).toBe(first);
    for (let nth = 1_001; nth < 2_001; nth += 1) breakers.ofHost(`h${nth}.example.com`, 'ours');
    expect(breakers.ofHost('h0.example.com', 'ours')).not.toBe(first);
  });
});
