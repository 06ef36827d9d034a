import { parse } from 'csv-parse/sync';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { addWalkedCall } from '../api/flows/walked-call.ts';
import { addCampaign, addContact, addFlow } from '../api/harness/rows.ts';
import { insertRow } from '../db/tenant-fixture.ts';
import { useTerminal } from './command-line.ts';

const terminal = useTerminal();
const PERIOD = ['--since', '2026-03-01T00:00:00Z', '--until', '2026-04-01T00:00:00Z'];
/** More than two pages. */
const CALLS = 450;

let flowId = '';
let campaignId = '';
beforeAll(async () => {
  await terminal.logIn();
  const { ours, inOrg } = terminal.world();
  campaignId = await addCampaign(terminal.world(), ours, 'completed');
  // After that of the campaign, which has the same name.
  const flow = await addFlow(terminal.world(), ours);
  flowId = flow.id;
  const entry = { node: 'hello', visit: 1, input: null, valid: true, ms: 0, outlet: 'next' };
  const walked = { versionId: flow.versionId ?? '', createdAt: new Date('2026-03-02T10:00:00Z') };
  await addWalkedCall(terminal.world(), ours, { ...walked, path: [entry] });
  await addWalkedCall(terminal.world(), ours, { ...walked, createdAt: new Date('2026-05-01T10:00:00Z') });
  const contacts = await Promise.all([1, 2, 3].map(() => addContact(terminal.world(), ours)));
  await inOrg(ours.orgId, async (tx) => {
    const made = { org_id: ours.orgId, campaign_id: campaignId };
    for (const [index, contactId] of contacts.entries()) {
      const ended = index === 0 ? { state: 'blocked', reason: 'suppressed' } : { state: 'done' };
      const outcome = index === 0 ? {} : { outcome: 'answered' };
      await insertRow(tx, 'campaign_contact', { ...made, contact_id: contactId, ...ended, ...outcome });
    }
    await tx.query(
      'UPDATE campaign_counter SET placed = 4, answered = 2, spent_micros = 12500000 WHERE campaign_id = $1',
      [campaignId],
    );
    await tx.query(
      `INSERT INTO call (org_id, direction, provider, provider_account, provider_call_id, campaign_id, state, outcome,
                         disposition, created_at, answered_at, ended_at, duration_seconds, cost_micros)
       SELECT $1, 'outbound', 'twilio', $2, 'CA' || n, $3, 'completed', CASE WHEN n % 3 = 0 THEN 'busy' ELSE 'answered' END,
              CASE WHEN n % 3 > 0 THEN '=1+1' END, '2026-03-10', CASE WHEN n % 3 > 0 THEN '2026-03-10'::timestamptz END,
              '2026-03-10', CASE WHEN n % 3 > 0 THEN 20 ELSE 0 END, 10000 FROM generate_series(1, $4::int) n`,
      [ours.orgId, ours.accountSid, campaignId, CALLS],
    );
  });
});

describe('evercall reports', () => {
  it('adds up the calls of a period, over every page', async () => {
    const { code, out } = await terminal.run(['reports', 'calls', ...PERIOD]);
    expect(code).toBe(0);
    expect(out).toMatch(/calls +451\ninbound +1\nanswered +300 \(66\.5 %\)\nminutes +100\.5\ncost +4\.50/);
    expect(out).toMatch(/answered +300 +66\.5 %\nbusy +150 +33\.3 %\ncompleted +1/);
    const ours = await terminal.json(['reports', 'calls', '--campaign', 'reminders', ...PERIOD]);
    expect(ours).toMatchObject({ calls: CALLS, inbound: 0, dispositions: { '=1+1': 300 } });
    expect(await terminal.json(['reports', 'calls', '--until', '2026-01-01T00:00:00Z'])).toMatchObject({
      calls: 0,
      outcomes: {},
    });
  });

  it('writes them as CSV, none a formula', async () => {
    const { out } = await terminal.run(['reports', 'calls', '--csv', ...PERIOD]);
    const rows: Record<string, string>[] = parse(out, { columns: true });
    expect(rows).toHaveLength(CALLS + 1);
    expect(new Set(rows.map(({ id }) => id)).size).toBe(CALLS + 1);
    expect(new Set(rows.map(({ disposition }) => disposition))).toEqual(new Set(["'=1+1", '']));
    expect(rows[0]).toMatchObject({
      campaignId,
      direction: 'outbound',
      createdAt: '2026-03-10T00:00:00.000Z',
    });
    expect(rows.at(-1)).toMatchObject({ direction: 'inbound', from: "'+12125550177" });
  });

  it('tells what a campaign has come to', async () => {
    const { out } = await terminal.run(['reports', 'campaign', 'reminders']);
    expect(out).toMatch(/contacts +3\nsettled +3\n/);
    expect(out).toMatch(/calls placed +4\nanswered +2 \(50\.0 %\)\nspent +12\.50/);
    expect(out).toMatch(/answered +2 +66\.7 %/);
    expect(out).toMatch(/suppressed +1 +33\.3 %/);
    const json = await terminal.json(['reports', 'campaign', campaignId]);
    expect(json).toMatchObject({ campaign: { id: campaignId }, progress: { contacts: { done: 2 } } });
    expect(await terminal.run(['reports', 'campaign', 'nobody'])).toMatchObject({ code: 4 });
  });

  it('tells what callers did in a flow, node by node', async () => {
    const { out } = await terminal.run(['reports', 'flow', 'reminder', ...PERIOD]);
    expect(out).toMatch(/calls +1\n/);
    expect(out).toMatch(/hello +1 +1 +/);
    expect(await terminal.json(['reports', 'flow', flowId, ...PERIOD])).toMatchObject({ calls: 1 });
    const args = ['reports', 'flow', flowId, ...PERIOD, '--flow-version', '9'];
    expect(await terminal.run(args)).toMatchObject({ code: 4 });
    const none = [
      'reports',
      'flow',
      flowId,
      '--since',
      '2026-08-01T00:00:00Z',
      '--until',
      '2026-08-02T00:00:00Z',
    ];
    expect((await terminal.run(none)).out).toMatch(/calls +0\ncompleted +0\n/);
  });
});
