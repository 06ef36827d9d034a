import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { endProcess, orphansOf } from '../../tools/stack/end-process.ts';
import { makeDirectories } from '../../tools/stack/layout.ts';
import { lockHolder, tryLock, withLock } from '../../tools/stack/lock-file.ts';
import type { Part } from '../../tools/stack/part.ts';
import { hasReadyLine } from '../../tools/stack/parts/process-table.ts';
import { pollUntil } from '../../tools/stack/poll.ts';
import { membersOfGroup, startMarkOf } from '../../tools/stack/process-identity.ts';
import type { ProcessRecord } from '../../tools/stack/process-record.ts';
import { SupervisedPart } from '../../tools/stack/supervised-part.ts';
import { throwawayState } from './stack-process.ts';

let state: ReturnType<typeof throwawayState>;
beforeEach(() => {
  state = throwawayState();
  makeDirectories(state.layout);
});
afterEach(() => state.remove());

function recordOf(child: ChildProcess, startMark: string, executable = '/bin/sleep'): ProcessRecord {
  const pid = child.pid ?? 0;
  const startedAt = new Date().toISOString();
  return { name: 'x', pid, startMark, executable, args: [], stopSignal: 'SIGTERM', startedAt };
}

describe('endProcess', () => {
  it('never signals a process that has the pid but not the start of the recorded one', async () => {
    const child = spawn('sleep', ['300'], { detached: true });
    try {
      expect(await endProcess(recordOf(child, 'another boot/1'))).toBe('was_not_running');
      expect(startMarkOf(child.pid ?? 0)).toBeDefined();
    } finally {
      child.kill('SIGKILL');
    }
  });

  it('kills what ignores its stop signal, stopped or not', async () => {
    const child = spawn('sh', ['-c', 'trap "" TERM; echo set; while :; do sleep 0.05; done'], {
      detached: true,
    });
    await once(child.stdout, 'data');
    const mark = startMarkOf(child.pid ?? 0) ?? '';
    child.kill('SIGSTOP');
    expect(await endProcess(recordOf(child, mark), 300)).toBe('killed');
    expect(startMarkOf(child.pid ?? 0)).toBeUndefined();
    for (const pid of membersOfGroup(child.pid ?? 0)) process.kill(pid, 'SIGKILL');
  });

  it('takes for orphans only members of the dead leader’s group that run its program', async () => {
    const child = spawn('sh', ['-c', 'sleep 300 & exec sleep 300'], { detached: true });
    const group = child.pid ?? 0;
    expect(await pollUntil(() => membersOfGroup(group).length === 2, { deadlineMs: 5_000 })).toBe(true);
    const [orphan] = membersOfGroup(group).filter((pid) => pid !== group);
    const mark = startMarkOf(group) ?? '';
    child.kill('SIGKILL');
    expect(await pollUntil(() => startMarkOf(group) === undefined, { deadlineMs: 5_000 })).toBe(true);
    expect(orphansOf(recordOf(child, mark, '/usr/bin/true'))).toEqual([]);
    const executable = (await import('node:fs')).realpathSync(`/proc/${orphan}/exe`);
    expect(orphansOf(recordOf(child, mark, executable))).toEqual([orphan]);
    await endProcess(recordOf(child, mark, executable));
    expect(startMarkOf(orphan ?? 0)).toBeUndefined();
  });
});

describe('the lock file', () => {
  const lock = () => join(state.layout.stateDir, 'test.lock');

  it('is refused while its holder lives and free after the release', () => {
    const release = tryLock(lock(), 'the test');
    expect(release).toBeDefined();
    expect(tryLock(lock(), 'another')).toBeUndefined();
    expect(lockHolder(lock())).toMatchObject({ pid: process.pid, what: 'the test' });
    release?.();
    expect(existsSync(lock())).toBe(false);
  });

  it('is taken over from a dead holder, also when its pid was given out again', () => {
    const stale = { pid: process.pid, startMark: 'another boot/1', what: 'a dead one', isLasting: true };
    writeFileSync(lock(), JSON.stringify(stale));
    expect(lockHolder(lock())).toBeUndefined();
    const release = tryLock(lock(), 'the test');
    expect(lockHolder(lock())).toMatchObject({ what: 'the test' });
    release?.();
  });

  it('lets one of many in at a time', async () => {
    let inside = 0;
    let most = 0;
    const enter = () =>
      withLock(lock(), { what: 'one of many', deadlineMs: 10_000 }, async () => {
        inside += 1;
        most = Math.max(most, inside);
        await new Promise(setImmediate);
        inside -= 1;
      });
    await Promise.all([enter(), enter(), enter()]);
    expect(most).toBe(1);
  });
});

describe('a supervised part', () => {
  const script = (body: string, deadlineMs = 10_000): Part => ({
    name: 'sample',
    ports: [],
    stopSignal: 'SIGTERM',
    graceMs: 2_000,
    readyDeadlineMs: deadlineMs,
    exitsOnStdinClose: true,
    mend: 'read its log',
    command: () => ({ file: process.execPath, args: ['--eval', body] }),
    isReady: async (output) => hasReadyLine(output, 'sample'),
  });
  const ready = `console.log(JSON.stringify({ msg: 'ready', process: 'sample' }));`;
  const supervise = (part: Part, lines: string[] = [], restart = true): SupervisedPart =>
    new SupervisedPart(part, state.layout, { restart, holdStdin: true, report: (line) => lines.push(line) });

  it('is ready by its ready line, comes back when it dies, and stays down when stopped', async () => {
    const lines: string[] = [];
    const part = supervise(script(`${ready} setInterval(() => {}, 1000);`), lines);
    await part.start();
    const first = part.running?.pid ?? 0;
    process.kill(first, 'SIGKILL');
    expect(await pollUntil(() => part.restarts === 1, { deadlineMs: 10_000 })).toBe(true);
    expect(part.running?.pid).not.toBe(first);
    expect(lines).toEqual(['sample died (SIGKILL); starting it again', 'sample is back']);
    const second = part.running?.pid ?? 0;
    await part.stop();
    expect(startMarkOf(second)).toBeUndefined();
    expect(part.running).toBeUndefined();
    expect(part.restarts).toBe(1);
  }, 30_000);

  it('holds the stdin of our processes, so that they notice the end of the launcher', async () => {
    const echo = `process.stdin.on('end', () => process.exit(0)).resume(); ${ready} setInterval(() => {}, 1000);`;
    const part = supervise(script(echo));
    await part.start();
    expect(part.running).toBeDefined();
    await part.stop();
  }, 30_000);

  it('tells the end of its log when it dies at start', async () => {
    const part = supervise(script(`console.error('no such table'); process.exit(3);`));
    await expect(part.start()).rejects.toThrow(/sample ended with code 3 at start\.\nno such table/);
    expect(part.running).toBeUndefined();
  }, 30_000);

  it('tells the beginning of a long log, too', async () => {
    const lines = `for (let n = 0; n < 30; n += 1) console.error(n === 0 ? 'the cause' : 'line ' + n);`;
    const part = supervise(script(`${lines} process.exit(3);`));
    await expect(part.start()).rejects.toThrow(
      /the cause\nline 1\nline 2\nline 3\n…\nline 22\n(.*\n)*line 29/,
    );
  }, 30_000);

  it('is launched again when it lost a port that it had picked for itself, and only then', async () => {
    const taken = join(state.layout.stateDir, 'taken');
    const once = `const { existsSync, writeFileSync } = require('node:fs');
      if (!existsSync('${taken}')) { writeFileSync('${taken}', ''); console.error('taken'); process.exit(2); }`;
    const lines: string[] = [];
    const unlucky = { ...script(`${once} ${ready} setInterval(() => {}, 1000);`) };
    const part = supervise({ ...unlucky, lostItsPort: (output: string) => output.includes('taken') }, lines);
    await part.start();
    expect(lines).toEqual(['sample lost a port that it had picked for itself; starting it again']);
    await part.stop();
    const never = { ...script(`console.error('taken'); process.exit(2);`), lostItsPort: () => true };
    await expect(supervise(never).start()).rejects.toThrow('sample ended with code 2 at start');
    const other = { ...script(`console.error('other'); process.exit(2);`), lostItsPort: () => false };
    const said: string[] = [];
    await expect(supervise(other, said).start()).rejects.toThrow('sample ended with code 2 at start');
    expect(said).toEqual([]);
  }, 30_000);

  it('is ended when it is not ready in time', async () => {
    const part = supervise(script('setInterval(() => {}, 1000);', 500));
    await expect(part.start()).rejects.toThrow('was not ready within 0.5 s');
    expect(part.running).toBeUndefined();
  }, 30_000);

  it('does not take another process’s ready line, nor half a line, for its own', () => {
    expect(hasReadyLine('{"msg":"ready","process":"api"}', 'sample')).toBe(false);
    expect(hasReadyLine('{"msg":"ready","process":"sam', 'sample')).toBe(false);
    expect(hasReadyLine('noise\n{"msg":"ready","process":"sample","url":"x"}\n', 'sample')).toBe(true);
  });
});
