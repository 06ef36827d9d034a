import { afterEach, describe, expect, it } from '@jest/globals';
import type { Heard } from './customer.ts';
import { closeLabs, type Lab, OURS, startLab, until } from './lab.ts';

const TO = '+12125550143';
/** Short times, so that no test waits: the real ones are seconds and minutes of wall time. */
const TIMING = { slowMs: 150, hangMs: 400, lateMs: 200, queuedMs: 60_000, listLagMs: 250, replayMs: 20 };

async function labOf(rule: object | readonly object[], more: object = {}): Promise<Lab> {
  const rules = Array.isArray(rule) ? rule : [rule];
  const lab = await startLab({ cps: 1000, faults: { rules, timing: TIMING }, ...more });
  lab.customer.answers['/voice'] = '<Response><Say>Hello.</Say></Response>';
  return lab;
}

afterEach(closeLabs);

/** Status callbacks with a good signature, in order of arrival. */
function news(lab: Lab): Heard['params'][] {
  return lab.customer
    .at('/status')
    .filter((one) => one.isSigned)
    .map((one) => one.params);
}

/** The values of one parameter, in alphabetical order. */
function sorted(params: readonly Heard['params'][], name: string): string[] {
  return params.map((one) => one[name] ?? '').toSorted((a, b) => a.localeCompare(b));
}

/** The settled result of a create, and how many times a phone rang because of it. */
async function createOnce(
  lab: Lab,
): Promise<{ error: { status?: number; code?: unknown } | undefined; rings: number; tookMs: number }> {
  const startedAtMs = Date.now();
  const error = await lab.call(TO).then(
    () => undefined,
    (reason: { status?: number; code?: unknown }) => reason,
  );
  const tookMs = Date.now() - startedAtMs;
  await lab.idle();
  return { error, tookMs, rings: lab.truth('ring').length };
}

describe('faults of the create request', () => {
  it.each([
    ['4xx', { status: 400, code: 21214 }, 0],
    ['429', { status: 429, code: 20429 }, 0],
    ['500-not', { status: 500, code: 20500 }, 0],
    ['500-executed', { status: 500, code: 20500 }, 1],
    ['reset-before', { code: 'ECONNRESET' }, 0],
    ['reset-after', { code: 'ECONNRESET' }, 1],
    ['timeout-not', { code: 'ECONNRESET' }, 0],
    ['timeout-executed', { code: 'ECONNRESET' }, 1],
  ])('%s', async (fault, failure, rings) => {
    const lab = await labOf({ fault });
    const outcome = await createOnce(lab);
    expect(outcome.error).toMatchObject(failure);
    expect(outcome.rings).toBe(rings);
    expect(lab.truth('fault')).toMatchObject([{ fault, executed: rings === 1 }]);
    if (fault.startsWith('timeout')) expect(outcome.tookMs).toBeGreaterThanOrEqual(TIMING.hangMs - 5);
    expect(await lab.client.calls.list({ to: TO })).toHaveLength(rings);
  });

  it('4xx takes the code of the rule', async () => {
    const lab = await labOf({ fault: '4xx', code: 21215 });
    expect((await createOnce(lab)).error).toMatchObject({ status: 400, code: 21215 });
  });

  it('slow-9s answers late and well', async () => {
    const lab = await labOf({ fault: 'slow-9s' });
    const outcome = await createOnce(lab);
    expect(outcome).toMatchObject({ error: undefined, rings: 1 });
    expect(outcome.tookMs).toBeGreaterThanOrEqual(TIMING.slowMs - 5);
  });

  it('callback-before-answer tells the status before the create is answered', async () => {
    const lab = await labOf({ fault: 'callback-before-answer' });
    expect(await createOnce(lab)).toMatchObject({ error: undefined });
    const order = lab
      .truth()
      .map((event) =>
        typeof event.CallStatus === 'string' ? `${event.event} ${event.CallStatus}` : event.event,
      );
    expect(order.indexOf('webhook_sent initiated')).toBeLessThan(order.indexOf('rest_answered'));
    expect(order.indexOf('webhook_sent initiated')).toBeGreaterThan(order.indexOf('queued'));
  });
});

describe('faults of the course of a call', () => {
  it('queued-past-window keeps the call queued, to be canceled', async () => {
    const lab = await labOf({ fault: 'queued-past-window' });
    const sid = await lab.call(TO);
    const call = await lab.client.calls(sid).fetch();
    expect(call).toMatchObject({ status: 'queued', startTime: null });
    expect(Number(call.queueTime)).toBeGreaterThanOrEqual(TIMING.queuedMs);
    await lab.client.calls(sid).update({ status: 'canceled' });
    await lab.idle();
    expect((await lab.client.calls(sid).fetch()).status).toBe('canceled');
    expect(lab.truth('dial')).toEqual([]);
    expect(news(lab).map((one) => one.CallStatus)).toEqual(['canceled']);
  });

  it('list-lag hides the call from the list, not from fetch', async () => {
    const lab = await labOf({ fault: 'list-lag' });
    const sid = await lab.call(TO);
    expect(await lab.client.calls.list({ to: TO })).toEqual([]);
    expect((await lab.client.calls(sid).fetch()).sid).toBe(sid);
    await until(async () => (await lab.client.calls.list({ to: TO })).length === 1);
  });
});

describe('faults of the webhooks', () => {
  const run = async (fault: string): Promise<{ lab: Lab; sid: string }> => {
    const lab = await labOf({ fault }, { timeScale: 100 });
    const sid = await lab.call(TO);
    await lab.idle();
    return { lab, sid };
  };
  const IN_ORDER = ['initiated', 'ringing', 'in-progress', 'completed'];

  it('duplicate sends everything five times, with the same token', async () => {
    const { lab } = await run('duplicate');
    for (const status of IN_ORDER) {
      const copies = lab.customer.at('/status').filter((one) => one.params.CallStatus === status);
      expect(copies).toHaveLength(5);
      expect(new Set(copies.map((one) => one.headers['i-twilio-idempotency-token'])).size).toBe(1);
    }
    expect(lab.customer.at('/voice')).toHaveLength(5);
    expect(lab.truth('say')).toHaveLength(1);
  });

  it('reordered sends the last first', async () => {
    const { lab } = await run('reordered');
    expect(news(lab).map((one) => one.CallStatus)).toEqual(IN_ORDER.toReversed());
    expect(news(lab).map((one) => one.SequenceNumber)).toEqual(['3', '2', '1', '0']);
  });

  it('late sends everything after lateMs', async () => {
    const { lab } = await run('late');
    const end = lab.truth('end')[0]!;
    const completed = lab.truth('webhook_sent').find((event) => event.CallStatus === 'completed')!;
    expect(completed.at - end.at).toBeGreaterThanOrEqual(TIMING.lateMs - 5);
    expect(news(lab)).toHaveLength(4);
  });

  it('dropped sends no status at all, and the call goes on', async () => {
    const { lab, sid } = await run('dropped');
    expect(lab.customer.at('/status')).toEqual([]);
    expect(lab.customer.at('/voice')).toHaveLength(1);
    expect((await lab.client.calls(sid).fetch()).status).toBe('completed');
  });

  it('forged adds lies with a bad signature', async () => {
    const { lab } = await run('forged');
    expect(sorted(news(lab), 'CallStatus')).toEqual(['completed', 'in-progress', 'initiated', 'ringing']);
    const lies = lab.customer.heard.filter((one) => !one.isSigned);
    expect(lies.filter((one) => one.path === '/status')).toHaveLength(4);
    expect(lies.filter((one) => one.path === '/voice')).toHaveLength(1);
    expect(
      lies.filter((one) => one.path === '/status').every((one) => one.params.CallStatus === 'completed'),
    ).toBe(true);
  });

  it('replayed sends the whole call again after its end, TwiML requests and all', async () => {
    const { lab } = await run('replayed');
    expect(sorted(news(lab).slice(0, 4), 'SequenceNumber')).toEqual(['0', '1', '2', '3']);
    expect(sorted(news(lab).slice(4), 'SequenceNumber')).toEqual(['0', '1', '2', '3']);
    const [first, second] = lab.customer.at('/voice');
    expect(second?.params).toEqual(first?.params);
    expect(second?.headers['x-twilio-signature']).toBe(first?.headers['x-twilio-signature']);
    expect(lab.truth('say')).toHaveLength(1);
  });

  it('two-terminals contradicts itself', async () => {
    const { lab, sid } = await run('two-terminals');
    const ends = news(lab).filter((one) => one.CallDuration !== undefined);
    expect(ends.map((one) => [one.CallStatus, one.SequenceNumber])).toEqual([
      ['no-answer', '3'],
      ['completed', '4'],
    ]);
    expect((await lab.client.calls(sid).fetch()).status).toBe('completed');
  });

  it('wrong-sid adds news of a call that does not exist, well signed', async () => {
    const { lab, sid } = await run('wrong-sid');
    const strangers = news(lab).filter((one) => one.CallSid !== sid);
    expect(strangers).toMatchObject([{ CallStatus: 'initiated', To: TO, From: OURS }]);
    const stranger = lab.client.calls(String(strangers[0]?.CallSid));
    await expect(stranger.fetch()).rejects.toMatchObject({ status: 404, code: 20404 });
  });
});

describe('when a fault strikes', () => {
  const codes = async (lab: Lab, numbers: readonly string[]): Promise<unknown[]> => {
    const results = [];
    for (const to of numbers)
      results.push(
        await lab.call(to).then(
          () => 0,
          (error: { code: unknown }) => error.code,
        ),
      );
    return results;
  };

  it('by pattern, by count, by schedule, shielded by ok', async () => {
    const lab = await labOf([
      { fault: 'ok', numbers: '19$' },
      { fault: '429', numbers: '1.$', times: 1 },
      { fault: '500-not', requests: [5] },
      { fault: '4xx', requests: { every: 6 } },
    ]);
    const numbers = [
      '+12125550110',
      '+12125550110',
      '+12125550119',
      '+12125550120',
      '+12125550121',
      '+12125550122',
    ];
    expect(await codes(lab, numbers)).toEqual([20429, 0, 0, 0, 20500, 21214]);
  });

  it('by rate, the same for the same seed whatever the order', async () => {
    const rule = { fault: '429', rate: 0.4 };
    const numbers = Array.from({ length: 60 }, (_, index) => `+121255501${String(index).padStart(2, '0')}`);
    const forth = await codes(await labOf(rule), numbers);
    const back = await codes(await labOf(rule), numbers.toReversed());
    expect(back.toReversed()).toEqual(forth);
    const hits = forth.filter((code) => code === 20429).length;
    expect(hits).toBeGreaterThan(12);
    expect(hits).toBeLessThan(36);
  });

  it('by the last two digits, so that one run meets them all', async () => {
    const lab = await startLab({
      cps: 1000,
      faults: { byNumber: true, timing: { ...TIMING, queuedMs: 100 } },
    });
    lab.customer.answers['/voice'] = '<Response/>';
    const numbers = Array.from({ length: 22 }, (_, index) => `+1212555${1000 + 78 + index}`);
    await Promise.all(codesOfEach(lab, numbers));
    await lab.idle();
    const met = new Set(lab.truth('fault').map((event) => event.fault));
    for (const fault of [
      '4xx',
      '429',
      '500-executed',
      '500-not',
      'timeout-executed',
      'timeout-not',
      'reset-before',
    ]) {
      expect(met).toContain(fault);
    }
    for (const fault of [
      'reset-after',
      'slow-9s',
      'callback-before-answer',
      'duplicate',
      'reordered',
      'late',
    ]) {
      expect(met).toContain(fault);
    }
    for (const fault of [
      'dropped',
      'forged',
      'replayed',
      'queued-past-window',
      'two-terminals',
      'wrong-sid',
      'list-lag',
    ]) {
      expect(met).toContain(fault);
    }
    expect(lab.truth('end').every((event) => event.status === 'completed')).toBe(true);
  });

  const codesOfEach = (lab: Lab, numbers: readonly string[]): Promise<unknown>[] =>
    numbers.map((to) => lab.call(to).catch((error: unknown) => error));

  it('by a plan put in while running, refused with every problem when it is wrong', async () => {
    const lab = await labOf({ fault: 'ok' });
    expect(await lab.control('PUT', 'faults', { rules: [{ fault: '429' }] })).toMatchObject({ status: 200 });
    expect(await codes(lab, ['+12125550101'])).toEqual([20429]);
    const wrong = await lab.control('PUT', 'faults', {
      rules: [{ fault: '418' }, { fault: 'ok', rate: 2, numbers: '(' }],
    });
    expect(wrong.status).toBe(400);
    expect(wrong.body.problems).toHaveLength(3);
    await lab.control('POST', 'reset');
    expect(await codes(lab, ['+12125550101'])).toEqual([0]);
  });
});
