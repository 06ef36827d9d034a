import { fileURLToPath } from 'node:url';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { campaignWorkflowId } from '../../contracts/names.ts';
import { addAttempt, addCampaign, addContact, addFlow, addList } from '../api/harness/rows.ts';
import { useTestWorker } from '../api/harness/test-worker.ts';
import { useTerminal } from './command-line.ts';

const terminal = useTerminal({ temporal: true });
const workflows = '../api/campaigns/steered-campaign.workflow.ts';
const taskQueue = useTestWorker(fileURLToPath(new URL(workflows, import.meta.url)));
beforeAll(() => terminal.logIn());

const add = (state: string) => addCampaign(terminal.world(), terminal.world().ours, state);
const query = (text: string, values: unknown[]) =>
  terminal.world().inOrg(terminal.world().ours.orgId, (tx) => tx.query(text, values));

describe('evercall campaigns', () => {
  it('creates a draft by names, with what the options say', async () => {
    const { ours, inOrg } = terminal.world();
    const listId = await addList(terminal.world(), ours, [await addContact(terminal.world(), ours)]);
    const flow = await addFlow(terminal.world(), ours);
    await inOrg(ours.orgId, (tx) =>
      tx.query(
        `WITH list AS (UPDATE call_list SET name = 'Patients' WHERE id = $1) UPDATE flow SET name = 'Reminder' WHERE id = $2`,
        [listId, flow.id],
      ),
    );
    const settings = join(terminal.folder, 'settings.json');
    writeFileSync(settings, JSON.stringify({ capPerNumber: 2, name: 'not this one' }));
    const number = (await terminal.json(['numbers', 'list'])) as { number: string }[];
    const parts = `--list Patients --flow Reminder --from ${number[0]?.number} --settings ${settings}`.split(
      ' ',
    );
    const limits = '--hours 09:00-17:30 --weekdays 1-5 --budget 12.5'.split(' ');
    const created = await terminal.json(['campaigns', 'create', '--name', 'December', ...parts, ...limits]);
    expect(created).toMatchObject({
      name: 'December',
      state: 'draft',
      callListId: listId,
      flowId: flow.id,
      window: { startMinute: 540, endMinute: 1050, weekdays: [1, 2, 3, 4, 5] },
      budgetMicros: 12_500_000,
      capPerNumber: 2,
    });
    const { id } = created as { id: string };
    expect((await terminal.run(['campaigns', 'show', id])).out).toContain('09:00 to 17:30');
    expect((await terminal.run(['campaigns', 'list', '--state', 'draft'])).out).toContain('December');
  });

  it('ends with 4 for a name that is none, and with 5 for what the API refuses', async () => {
    const args = [
      'campaigns',
      'create',
      '--name',
      'x',
      '--list',
      'nobody',
      '--flow',
      'y',
      '--from',
      '+12125550199',
    ];
    expect(await terminal.run(args)).toMatchObject({ code: 4, error: expect.stringContaining('"nobody"') });
    const done = await add('completed');
    expect(await terminal.run(['campaigns', 'start', done])).toMatchObject({ code: 5 });
    const { code, error } = await terminal.run(['campaigns', 'show', 'x']);
    expect({ code, error }).toEqual({ code: 4, error: expect.stringContaining('"x"') });
    expect(await terminal.run(['campaigns', 'show', terminal.world().ours.orgId])).toMatchObject({
      code: 4,
      error: expect.stringContaining('campaign.not_found'),
    });
  });

  it('steers by the run’s own Update', async () => {
    const id = await add('running');
    const workflowId = campaignWorkflowId(id);
    const { temporal } = terminal.world().deps;
    await temporal.workflow.start('steeredCampaign', { taskQueue, workflowId, args: [{ refuses: false }] });
    expect(await terminal.run(['campaigns', 'pause', id, '--reason', 'lunch'])).toMatchObject({ code: 0 });
    expect(await terminal.run(['campaigns', 'resume', id])).toMatchObject({ code: 0 });
    expect(await terminal.run(['campaigns', 'cancel', id])).toMatchObject({ code: 0 });
    const { adminId } = terminal.world().ours;
    expect(await temporal.workflow.getHandle(workflowId).result()).toEqual(
      expect.arrayContaining([expect.stringContaining(`${adminId}:lunch`)]),
    );
  });
});

describe('evercall campaigns watch', () => {
  it('shows frames until the campaign is over', async () => {
    const id = await add('running');
    const frames: string[] = [];
    const done: boolean[] = [];
    const first = Promise.withResolvers<void>();
    const show = (frame: string) => {
      frames.push(frame);
      first.resolve();
    };
    const live = { show, done: () => void done.push(true) };
    const watching = terminal.run(['campaigns', 'watch', id], { live });
    await first.promise;
    await query(`UPDATE campaign SET state = 'completed', finished_at = now() WHERE id = $1`, [id]);
    expect(await watching).toMatchObject({ code: 0, error: '' });
    expect(frames[0]).toContain('running');
    expect(frames.at(-1)).toContain('completed');
    expect(done).toHaveLength(1);
  }, 60_000);

  it('ends with 1 when it was canceled, and writes a JSON line for each change', async () => {
    const id = await add('canceled');
    const { code, out } = await terminal.run(['campaigns', 'watch', id, '--output', 'json']);
    expect({ code, progress: JSON.parse(out) }).toMatchObject({ code: 1, progress: { state: 'canceled' } });
    expect(await terminal.run(['campaigns', 'watch', id, '--once'])).toMatchObject({ code: 0 });
  });

  it('ends at Ctrl-C with 130, and leaves the screen in order', async () => {
    const id = await add('running');
    const ending = new AbortController();
    let ended = 0;
    const live = { show: () => ending.abort(), done: () => void ended++ };
    expect(await terminal.run(['campaigns', 'watch', id], { live, signal: ending.signal })).toEqual({
      code: 130,
      out: '',
      error: '',
    });
    expect(ended).toBe(1);
  });
});

describe('evercall calls', () => {
  it('lists and shows with the timeline', async () => {
    const { ours } = terminal.world();
    const { attemptId, contactId } = await addAttempt(terminal.world(), ours, 'placed');
    const list = (await terminal.json(['calls', 'list', '--contact', contactId])) as { id: string }[];
    expect(list.map(({ id }) => id)).toEqual([attemptId]);
    const { code, out } = await terminal.run(['calls', 'show', attemptId]);
    expect(code).toBe(0);
    expect(out).toMatch(/Timeline\n[\s\S]*reserved +dialing/);
  });
});
