import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { clientOf, OURS, readTruth, until } from './lab.ts';

const MAIN = new URL('../main.ts', import.meta.url).pathname;
const SID = `AC${'a'.repeat(32)}`;
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'emulator-process-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

interface Run {
  readonly child: ChildProcess;
  readonly stdout: () => string;
  readonly stderr: () => string;
  readonly exit: Promise<number | null>;
}

function run(args: readonly string[], environment: NodeJS.ProcessEnv = {}): Run {
  const child = spawn(process.execPath, [MAIN, ...args], { env: { PATH: process.env.PATH, ...environment } });
  children.push(child);
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const exit = new Promise<number | null>((done) => child.once('close', (code) => done(code)));
  return { child, exit, stdout: () => stdout, stderr: () => stderr };
}

describe('the process', () => {
  it('prints one ready line, serves the library on 127.0.0.1 and ends cleanly on SIGTERM', async () => {
    const truth = join(folder, 'deep', 'truth.jsonl');
    const args = [
      '--port',
      '0',
      '--seed',
      '7',
      '--time-scale',
      '200',
      '--truth',
      truth,
      '--cps',
      '50',
      '--strict',
    ];
    const { child, exit, stdout, stderr } = run(args, {
      EMULATOR_ACCOUNT_SID: SID,
      EMULATOR_AUTH_TOKEN: 'secret',
    });
    await until(() => stdout().endsWith('\n'));
    const ready = JSON.parse(stdout()) as { msg: string; process: string; url: string };
    expect(ready).toEqual({
      msg: 'ready',
      process: 'emulator',
      url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
    });
    const client = clientOf({ url: ready.url, accountSid: SID, authToken: 'secret' });
    const twiml = '<Response><Say>hello</Say></Response>';
    const call = await client.calls.create({ to: '+12125550101', from: OURS, twiml });
    await until(() => readTruth(truth).some((event) => event.event === 'end' && event.callSid === call.sid));
    const health = (await (await fetch(`${ready.url}/emulator/health`)).json()) as object;
    expect(health).toMatchObject({ status: 'ok', seed: 7, timeScale: 200, truthPath: truth });
    const page = (await (await fetch(`${ready.url}/emulator/truth?afterSeq=1&limit=2`)).json()) as {
      events: unknown[];
    };
    expect(page).toMatchObject({
      events: [
        { seq: 2, event: 'create_requested' },
        { seq: 3, event: 'queued' },
      ],
      nextAfterSeq: 3,
    });
    child.kill('SIGTERM');
    expect(await exit).toBe(0);
    expect(readTruth(truth).at(-1)?.event).toBe('stopped');
    expect([stdout().split('\n').length, stderr()]).toEqual([2, '']);
  });

  it.each([
    ['an unknown option', ['--speed', '9'], /Unknown option '--speed'/],
    ['a time scale out of range', ['--time-scale', '5000'], /timeScale: .*1000/],
    ['a bad account sid', ['--account-sid', 'AC1'], /accountSid: .*32 hexadecimal/],
    ['a bad own number', ['--numbers', '+12125550100,555'], /555 is not a number/],
    ['a missing persona file', ['--personas', 'nowhere.json'], /nowhere\.json: ENOENT/],
  ])('refuses %s with exit code 2 and one sentence', async (_what, args, sentence) => {
    const { exit, stdout, stderr } = run(args);
    expect(await exit).toBe(2);
    expect(stderr()).toMatch(sentence);
    expect(stdout()).toBe('');
  });

  it('names every problem of a persona file with its place', async () => {
    const file = join(folder, 'personas.json');
    const reactions = [{ press: 'x' }, { press: '1', say: 'yes' }];
    const personas = { bad: { answers: { probability: 2 }, reactions } };
    writeFileSync(file, JSON.stringify({ personas, numbers: [{ pattern: '(', persona: 'bad' }] }));
    const { exit, stderr } = run(['--personas', file]);
    expect(await exit).toBe(2);
    for (const place of [
      '/personas/bad/answers/probability',
      '/personas/bad/reactions/0/press',
      '/personas/bad/reactions/1',
      '/numbers/0/pattern',
    ]) {
      expect(stderr()).toContain(place);
    }
    writeFileSync(file, JSON.stringify({ mix: [{ persona: 'nobody', weight: 1 }] }));
    const second = run(['--personas', file]);
    expect(await second.exit).toBe(2);
    expect(second.stderr()).toContain('/mix/0/persona: no persona is called nobody');
  });
});
