import { describe, expect, it } from '@jest/globals';
import { readInboundRun } from '../../../db/inbound/inbound-run.ts';
import { inboundCallWorkflowId } from '../../../contracts/names.ts';
import { attemptLink } from '../../../providers/crypto/attempt-link.ts';
import { useApiWorld } from '../harness/api-world-hooks.ts';
import { expectProblem } from '../harness/generic-blocks.ts';
import { addAttempt, addContact } from '../harness/rows.ts';
import { until } from '../harness/until.ts';
import { attemptQuery } from '../harness/webhook-requests.ts';
import {
  addNumber,
  addressIn,
  CallIn,
  greetingFlow,
  nextCaller,
  publish,
  useInboundWorker,
} from './inbound-kit.ts';

const parts: Record<string, unknown> = {};
const world = useApiWorld({ temporal: true, parts });
const { starter } = useInboundWorker(world);
parts['starter'] = starter;
const offline = useApiWorld();
const slowParts: Record<string, unknown> = {};
const slow = useApiWorld({ temporal: true, parts: slowParts });
const late = useInboundWorker(slow, 'when_told');
slowParts['starter'] = late.starter;

const transferringFlow = {
  id: 'transferring',
  name: 'Transferring',
  entry: 'desk',
  defaultLanguage: 'en',
  languages: ['en'],
  nodes: {
    desk: {
      type: 'transfer',
      config: { to: '+420300000123', prompt: { en: 'One moment.' } },
      outlets: { answered: 'away', busy: 'away', no_answer: 'away', failed: 'away' },
    },
    away: { type: 'end_call', config: { prompt: { en: 'Nobody is there.' } }, outlets: {} },
  },
};

const closed = /<Response><Hangup\/><\/Response>$/;
const run = (call: CallIn) => world().deps.temporal.workflow.getHandle(inboundCallWorkflowId(call.callSid));
const updatesOf = async (call: CallIn) =>
  (await run(call).fetchHistory()).events?.filter((one) => one.workflowExecutionUpdateAcceptedEventAttributes)
    .length;

describe('a call that comes in', () => {
  it('is written down, answered by the number’s live flow, and closed once with its path', async () => {
    const number = await addNumber(world());
    const call = new CallIn(world(), number.e164);
    const first = await call.ring();
    expect(first.status).toBe(200);
    expect(first.text).toMatch(/<Gather [^>]*numDigits="1"[^>]*><Say [^>]*>Hello .*<\/Say><\/Gather>/);
    const second = await call.follow(first, { Digits: '1' });
    expect(second.text).toContain('Say it.');
    const last = await call.follow(second, { SpeechResult: 'good morning', Confidence: '0.9' });
    expect(last.text).toMatch(/You said good morning\.<\/Say><Hangup\/>/);
    expect((await call.status('completed', { CallDuration: '17' })).status).toBe(204);
    const [row] = await call.stored();
    expect(row).toMatchObject({
      direction: 'inbound',
      to_e164: number.e164,
      from_e164: call.from,
      flow_version_id: number.versionId,
      state: 'completed',
      outcome: 'answered',
      duration_seconds: 17,
      closed_at: null,
      ended_news: 1,
    });
    const started = await readInboundRun(world().pool, { orgId: world().ours.orgId, callId: row.id });
    expect(started).toMatchObject({ ended: 'answered' });
    await run(call).signal('callEnded', { attemptOutcome: 'answered' });
    await until(async () => (await call.stored())[0]?.closed_at !== null);
    expect((await call.stored())[0]).toMatchObject({
      disposition: 'heard',
      language: 'en',
      deadline_at: null,
      variables: { said: 'good morning' },
      path: expect.arrayContaining([expect.objectContaining({ node: 'ask', input: 'digits', valid: true })]),
    });
    // A webhook does not bring a finished call back to life.
    expect((await call.ring()).text).toMatch(closed);
    const unasked = addressIn(second.text, 'Gather').replace(/&t=[^&]+/, '&t=unasked');
    expect((await call.post(unasked, { Digits: '1' })).text).toMatch(closed);
  });

  it('is transferred into countries that are allowed at that moment, whatever was when its flow was published', async () => {
    const number = await addNumber(world(), { flow: transferringFlow });
    const { orgId } = world().ours;
    const allow = async (countries: string[]) => {
      await world().inOrg(orgId, (tx) =>
        tx.query(
          `INSERT INTO organization_settings (org_id, document) VALUES ($1, $2)
           ON CONFLICT (org_id) DO UPDATE SET document = excluded.document`,
          [orgId, JSON.stringify({ transferCountries: countries })],
        ),
      );
      world().deps.webhookState.transferCountries.clear();
    };
    await allow(['CZ']);
    const allowed = await new CallIn(world(), number.e164).ring();
    expect(allowed.text).toMatch(/<Dial [^>]*><Number>\+420300000123<\/Number><\/Dial>/);
    await allow(['US']);
    const call = new CallIn(world(), number.e164);
    const refused = await call.ring();
    expect(refused.text).not.toContain('Dial');
    expect(refused.text).toMatch(/One moment\.<\/Say><Redirect /);
    const after = await call.follow(refused, {}, 'Redirect');
    expect(after.text).toMatch(/Nobody is there\.<\/Say><Hangup\/>/);
  });

  it('gets the same answer for every repeat of its first webhook, and one row', async () => {
    const call = new CallIn(world(), (await addNumber(world())).e164);
    const [first, ...repeated] = await Promise.all([1, 2, 3, 4].map(() => call.ring()));
    for (const one of repeated) expect(one.text).toBe(first?.text);
    expect(await call.stored()).toHaveLength(1);
    expect(await updatesOf(call)).toBe(1);
  });

  it('takes one step for a gather webhook that comes three times, late and changed', async () => {
    const call = new CallIn(world(), (await addNumber(world())).e164);
    const first = await call.ring();
    const second = await call.follow(first, { Digits: '2' });
    const third = await call.follow(second, { Digits: '1' });
    expect((await call.follow(first, { Digits: '2' })).text).toBe(second.text);
    expect((await call.follow(first, { Digits: '1' })).text).toBe(second.text);
    expect((await call.follow(second, { Digits: '1' })).text).toBe(third.text);
    expect(await updatesOf(call)).toBe(3);
  });

  it('asks the database nothing in a later turn', async () => {
    const call = new CallIn(world(), (await addNumber(world())).e164);
    const second = await call.follow(await call.ring(), { Digits: '2' });
    let connections = 0;
    const count = () => void (connections += 1);
    world().pool.on('acquire', count);
    await call.follow(second, { Digits: '2' });
    world().pool.off('acquire', count);
    expect(connections).toBe(0);
  });

  it('is pinned to the version that it began with', async () => {
    const { orgId } = world().ours;
    const number = await addNumber(world());
    const call = new CallIn(world(), number.e164);
    const first = await call.ring();
    await world().inOrg(orgId, (tx) =>
      publish(tx, { orgId, flowId: number.flowId ?? '', version: 2, document: greetingFlow(false) }),
    );
    expect((await call.follow(first, { Digits: '2' })).text).toContain('Hello');
    expect((await new CallIn(world(), number.e164).ring()).text).toContain('We are closed.');
    expect((await call.ring()).text).toBe(first.text);
  });

  it('speaks to a contact by name and language, however the name is written', async () => {
    const from = nextCaller();
    const contactId = await addContact(world(), world().ours, from);
    await world().inOrg(world().ours.orgId, async (tx) => {
      await tx.query(`UPDATE contact SET language = 'es' WHERE id = $1`, [contactId]);
      const name = '<Hangup/> & <break time="9s"/> {{ said }}';
      await tx.query('UPDATE contact_pii SET first_name = $2 WHERE contact_id = $1', [contactId, name]);
    });
    const call = new CallIn(world(), (await addNumber(world(), { language: 'cs' })).e164, from);
    const { text } = await call.ring();
    expect(text).toMatch(/<Say [^>]*language="es-[A-Z]+"[^>]*>Hola /);
    expect(text).not.toMatch(/<Hangup\/>|<break/);
    expect((await call.stored())[0]).toMatchObject({ contact_id: contactId, language: 'es' });
  });

  it('is answered in the number’s language when nobody knows the caller', async () => {
    const { e164 } = await addNumber(world(), { language: 'cs' });
    for (const from of [nextCaller(), 'anonymous', 'sip:someone@example.test']) {
      const call = new CallIn(world(), e164, from);
      expect((await call.ring()).text).toMatch(/<Say [^>]*language="cs-CZ"[^>]*>Vítejte/);
      expect((await call.stored())[0]).toMatchObject({ contact_id: null });
    }
  });

  it('takes a speech of 5,000 characters and speech that is markup', async () => {
    const call = new CallIn(world(), (await addNumber(world())).e164);
    const listening = await call.follow(await call.ring(), { Digits: '1' });
    const said = `${'<Say>&amp; '.repeat(450)}end`.padEnd(5_000, 'ř');
    const heard = await call.follow(listening, { SpeechResult: said, Confidence: '2' });
    expect(heard.status).toBe(200);
    expect(heard.text.length).toBeLessThan(60_000);
    expect(heard.text.match(/<Say[ >]/g)).toHaveLength(1);
  });
});

describe('a call that nobody can answer', () => {
  const polite = (language: string, words: RegExp) =>
    new RegExp(`<Response><Say [^>]*language="${language}"[^>]*>${words.source}</Say><Hangup/></Response>$`);

  it('hears so politely: unknown number', async () => {
    const call = new CallIn(world(), '+12125550999');
    expect((await call.ring()).text).toMatch(polite('en-US', /[^<]+not in service[^<]+/));
    expect((await call.stored())[0]).toMatchObject({ disposition: 'number_unknown', flow_version_id: null });
  });

  it.each([
    { language: 'es', spoken: 'es-[A-Z]+', flow: null, disposition: 'number_without_flow' },
    { language: 'cs', spoken: 'cs-CZ', flow: greetingFlow(), disposition: 'flow_not_published' },
  ])('hears so in the number’s language: $disposition', async ({ language, spoken, flow, disposition }) => {
    const { e164 } = await addNumber(world(), { language, flow, isPublished: false });
    const call = new CallIn(world(), e164);
    expect((await call.ring()).text).toMatch(polite(spoken, /[^<]+/));
    expect((await call.stored())[0]).toMatchObject({ disposition, state: 'in_progress' });
    expect((await call.status('completed', { CallDuration: '4' })).status).toBe(204);
    const [row] = await call.stored();
    expect(row).toMatchObject({ outcome: 'answered', disposition, ended_news: 0, deadline_at: null });
    expect(row.closed_at).not.toBeNull();
  });

  it('hears so when its flow was deleted, and when the organization is closed', async () => {
    const { orgId } = world().ours;
    const gone = await addNumber(world(), { language: 'es' });
    await world().inOrg(orgId, (tx) =>
      tx.query('UPDATE flow SET deleted_at = clock_timestamp() WHERE id = $1', [gone.flowId]),
    );
    expect((await new CallIn(world(), gone.e164).ring()).text).toMatch(polite('es-[A-Z]+', /[^<]+/));
    const number = await addNumber(world(), { language: 'cs' });
    const close = (at: string) =>
      world().inOrg(orgId, (tx) =>
        tx.query(`UPDATE organization SET closed_at = ${at} WHERE id = $1`, [orgId]),
      );
    await close('clock_timestamp()');
    const call = new CallIn(world(), number.e164);
    const heard = await call.ring();
    await close('NULL');
    expect(heard.text).toMatch(polite('cs-CZ', /[^<]+není v provozu[^<]+/));
    expect((await call.stored())[0]).toMatchObject({ disposition: 'organization_closed' });
  });
});

describe('addresses of a call that comes in', () => {
  it('are refused with a key that is not ours, a changed turn input, or the id of no call', async () => {
    const call = new CallIn(world(), (await addNumber(world())).e164);
    const first = addressIn((await call.ring()).text, 'Gather');
    const query = new URLSearchParams(first);
    const changed = (over: Record<string, string>) =>
      `?${new URLSearchParams({ ...Object.fromEntries(query), ...over }).toString()}`;
    const { rows } = await world().inOrg(world().ours.orgId, (tx) =>
      tx.query<{ link_key: Buffer }>('SELECT link_key FROM organization WHERE id = $1', [world().ours.orgId]),
    );
    const nobody = '01990000-0000-7000-8000-000000000000';
    const refused = [
      changed({ k: attemptLink.sign(Buffer.alloc(32), query.get('c') ?? '') }),
      changed({ k: 'short' }),
      changed({ c: nobody }),
      changed({ c: nobody, k: attemptLink.sign(rows[0]?.link_key ?? Buffer.alloc(0), nobody) }),
      changed({ i: 'A'.repeat(60), poll: '1' }),
      `?k=${query.get('k')}`,
    ];
    for (const address of refused)
      expectProblem(await call.post(address, { Digits: '1' }), 404, 'webhook.unknown_call');
    expect(await updatesOf(call)).toBe(1);
  });

  it('take no keys of another call', async () => {
    const { e164 } = await addNumber(world());
    const [ours, other] = [new CallIn(world(), e164), new CallIn(world(), e164)];
    const first = await ours.ring();
    await other.ring();
    expect((await other.post(addressIn(first.text, 'Gather'), { Digits: '1' })).text).toMatch(closed);
    expect(await updatesOf(ours)).toBe(1);
    expect(await updatesOf(other)).toBe(1);
  });

  it('take no call of ours for one that comes in', async () => {
    const callSid = `CA${'f'.repeat(32)}`;
    const attempt = await addAttempt(world(), world().ours, 'placed', callSid);
    await world().inOrg(world().ours.orgId, (tx) =>
      tx.query('UPDATE call SET provider_call_id = $2 WHERE id = $1', [attempt.attemptId, callSid]),
    );
    const call = new CallIn(world(), (await addNumber(world())).e164);
    Object.assign(call, { callSid });
    expectProblem(await call.ring(), 404, 'webhook.unknown_call');
    const link = attemptQuery(attempt, 'answer').replace('?a=', '?c=');
    expectProblem(await call.post(link, {}), 404, 'webhook.unknown_call');
  });

  it('never let one organization hear the run of another', async () => {
    const number = await addNumber(world());
    const call = new CallIn(world(), number.e164);
    await call.ring();
    // Another version pinned by the row is what a call of another organization with a forged id looks like.
    const { orgId } = world().ours;
    await world().inOrg(orgId, async (tx) => {
      const versionId = await publish(tx, {
        orgId,
        flowId: number.flowId ?? '',
        version: 2,
        document: greetingFlow(false),
      });
      await tx.query('UPDATE call SET flow_version_id = $2 WHERE provider_call_id = $1', [
        call.callSid,
        versionId,
      ]);
    });
    expect((await call.ring()).text).toMatch(closed);
  });
});

describe('a call that comes in while Temporal is away', () => {
  it('holds on with all that its start needs, then hears an apology in its language', async () => {
    const { e164 } = await addNumber(offline(), { language: 'cs' });
    const call = new CallIn(offline(), e164, nextCaller(), 'tells');
    let heard = await call.ring();
    for (let poll = 1; poll <= 8; poll += 1) {
      expect(heard.text).toContain('<Pause length="1"/>');
      expect(addressIn(heard.text, 'Redirect')).toBe(`?poll=${poll}`);
      heard = await call.follow(heard, {}, 'Redirect');
    }
    expect(heard.text).toMatch(/<Say [^>]*language="cs-CZ"[^>]*>[^<]+<\/Say><Hangup\/><\/Response>$/);
    expect(await call.stored()).toHaveLength(1);
    await call.status('completed', { CallDuration: '20' });
    expect((await call.stored())[0]).toMatchObject({ outcome: 'answered', ended_news: 1 });
  }, 60_000);

  it('keeps the key that was pressed, for its own call and turn', async () => {
    const { orgId } = offline().ours;
    const { e164 } = await addNumber(offline(), { language: 'es' });
    const call = new CallIn(offline(), e164, nextCaller(), 'tells');
    await call.ring();
    const [row] = await call.stored();
    const keys = await offline().inOrg(orgId, (tx) =>
      tx.query<{ link_key: Buffer }>('SELECT link_key FROM organization WHERE id = $1', [orgId]),
    );
    const linkKey = keys.rows[0]?.link_key ?? Buffer.alloc(0);
    const held = await call.post(`?c=${row.id}&k=${attemptLink.sign(linkKey, row.id)}&t=t7`, { Digits: '7' });
    const address = new URLSearchParams(addressIn(held.text, 'Redirect'));
    expect(address.get('t')).toBe('t7');
    const open = offline().deps.webhooks.openInput;
    expect(open(linkKey, `${call.callSid}:t7`, address.get('i') ?? '')).toEqual({
      type: 'digits',
      value: '7',
    });
    let heard = held;
    for (let poll = 0; poll < 8; poll += 1) heard = await call.follow(heard, {}, 'Redirect');
    expect(heard.text).toMatch(/<Say [^>]*language="es-[A-Z]+"[^>]*>[^<]+<\/Say><Hangup\/>/);
  }, 60_000);
});

describe('a call that comes in while nobody takes the tasks of its run', () => {
  it('hears a pause, then what the flow says: its first turn is one, however often it is asked', async () => {
    const { e164 } = await addNumber(slow());
    const call = new CallIn(slow(), e164, nextCaller(), 'tells');
    let heard = await call.ring();
    expect(heard.text).toContain('<Pause length="1"/>');
    heard = await call.follow(heard, {}, 'Redirect');
    expect(heard.text).toContain('<Pause length="1"/>');
    await late.begin();
    for (let polls = 2; polls < 8 && heard.text.includes('<Pause'); polls += 1)
      heard = await call.follow(heard, {}, 'Redirect');
    expect(heard.text).toMatch(/<Say [^>]*>Hello .*<\/Say><\/Gather>/);
    const { events } = await slow()
      .deps.temporal.workflow.getHandle(inboundCallWorkflowId(call.callSid))
      .fetchHistory();
    expect(events?.filter((one) => one.workflowExecutionUpdateAcceptedEventAttributes)).toHaveLength(1);
  }, 120_000);
});

it('keeps the calls of an organization to itself', async () => {
  const { theirs, inOrg } = world();
  const call = new CallIn(world(), (await addNumber(world())).e164);
  await call.ring();
  const seen = await inOrg(theirs.orgId, (tx) =>
    tx.query('SELECT FROM call WHERE provider_call_id = $1', [call.callSid]),
  );
  expect(seen.rowCount).toBe(0);
});
