import { spawn } from 'node:child_process';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { databaseUrls, withConnection } from '../../tools/stack/parts/postgres.ts';
import { pollUntil } from '../../tools/stack/poll.ts';
import { startMarkOf } from '../../tools/stack/process-identity.ts';
import { isRunning, readRecord, readRecords } from '../../tools/stack/process-record.ts';
import { loadSecrets } from '../../tools/stack/secrets.ts';
import { recordedPorts } from '../../tools/stack/stack-ports.ts';
import { runningRecords, runStack, startForeground, throwawayState } from './stack-process.ts';

const SERVERS = ['postgres', 'redis', 'temporal'];

describe('the stack', () => {
  let state: ReturnType<typeof throwawayState>;
  beforeEach(() => {
    state = throwawayState();
  });
  afterEach(() => state.remove());

  it('ends every process it started at Ctrl-C, and only those', async () => {
    const { layout } = state;
    const bystander = spawn('sleep', ['300'], { stdio: 'ignore' });
    try {
      const stack = await startForeground(layout);
      const started = runningRecords(layout);
      expect(started.map(({ name }) => name).toSorted()).toEqual(SERVERS);
      stack.child.kill('SIGINT');
      expect(await stack.exited).toBe(0);
      expect(started.filter(isRunning)).toEqual([]);
      expect(readRecords(layout)).toEqual([]);
      expect(startMarkOf(bystander.pid ?? 0)).toBeDefined();
    } finally {
      bystander.kill();
    }
  }, 90_000);

  it('leaves nothing behind when its launcher is killed, and the next start says so', async () => {
    const { layout } = state;
    const first = await startForeground(layout);
    const started = runningRecords(layout);
    expect(started).toHaveLength(3);
    first.child.kill('SIGKILL');
    await first.exited;
    expect(await pollUntil(() => started.every((record) => !isRunning(record)), { deadlineMs: 30_000 })).toBe(
      true,
    );
    const second = await startForeground(layout);
    expect(second.output()).toContain('the last run ended without cleaning up');
    second.child.kill('SIGTERM');
    expect(await second.exited).toBe(0);
  }, 120_000);

  it('ends and reports at the next start what ran on because the watcher was killed too', async () => {
    const { layout } = state;
    const first = await startForeground(layout);
    const started = runningRecords(layout);
    // The watcher is the one other child of the launcher: a shell in a group of its own.
    const { stdout } = spawn('ps', ['-o', 'pid=,args=', '--ppid', String(first.child.pid)]);
    const lines = (await stdout.toArray()).join('').split('\n');
    const watcher = Number.parseInt(lines.find((line) => line.includes('/bin/sh')) ?? '', 10);
    process.kill(-watcher, 'SIGKILL');
    first.child.kill('SIGKILL');
    await first.exited;
    expect(started.every(isRunning)).toBe(true);
    const second = await startForeground(layout);
    expect(second.output()).toMatch(/ended what an earlier run had left running: (postgres|redis|temporal)/);
    expect(started.filter(isRunning)).toEqual([]);
    second.child.kill('SIGINT');
    await second.exited;
  }, 120_000);

  it('brings back servers that are killed, with what PostgreSQL had committed', async () => {
    const { layout } = state;
    const stack = await startForeground(layout);
    const urls = databaseUrls(recordedPorts(layout)?.postgres ?? 0, loadSecrets(layout));
    await withConnection(urls.owner, (client) => client.query('CREATE TABLE kept AS SELECT 42 AS answer'));
    for (const name of SERVERS) {
      const before = readRecord(layout, name);
      process.kill(before?.pid ?? 0, 'SIGKILL');
      const isBack = () => stack.output().includes(`${name} is back`);
      expect([name, await pollUntil(isBack, { deadlineMs: 30_000 })]).toEqual([name, true]);
      expect(readRecord(layout, name)?.pid).not.toBe(before?.pid);
    }
    const { rows } = await withConnection(urls.owner, (client) => client.query('SELECT answer FROM kept'));
    expect(rows).toEqual([{ answer: 42 }]);
    stack.child.kill('SIGINT');
    expect(await stack.exited).toBe(0);
  }, 120_000);

  it('refuses a second launcher with one sentence that names the first', async () => {
    const { layout } = state;
    const first = await startForeground(layout);
    const second = runStack(layout, ['up', '--servers', '--foreground', '--ports', 'auto']);
    expect(await second.exited).toBe(1);
    expect(second.output()).toContain(`(pid ${first.child.pid})`);
    expect(second.output().trim().split('\n')).toHaveLength(2);
    expect(runningRecords(layout)).toHaveLength(3);
    first.child.kill('SIGINT');
    await first.exited;
  }, 90_000);

  it('up returns and leaves the servers running; up again changes nothing; down ends them', async () => {
    const { layout } = state;
    expect(await runStack(layout, ['up', '--servers', '--ports', 'auto']).exited).toBe(0);
    const started = runningRecords(layout);
    expect(started).toHaveLength(3);
    expect(await runStack(layout, ['up', '--servers', '--ports', 'auto']).exited).toBe(0);
    expect(runningRecords(layout)).toEqual(started);
    const status = runStack(layout, ['status', '--output', 'json']);
    await status.exited;
    const parts: unknown = JSON.parse(status.output());
    const running = { state: 'running', reachable: true };
    expect(parts).toEqual(
      expect.arrayContaining(SERVERS.map((name): unknown => expect.objectContaining({ name, ...running }))),
    );
    const down = runStack(layout, ['down']);
    expect(await down.exited).toBe(0);
    expect(started.filter(isRunning)).toEqual([]);
    expect(readRecords(layout)).toEqual([]);
  }, 90_000);
});
