import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { layoutOf, repositoryRoot } from '../../tools/stack/layout.ts';
import { pollUntil } from '../../tools/stack/poll.ts';
import { isRunning, readRecords } from '../../tools/stack/process-record.ts';

// A jest run of its own that uses servers and is killed in mid-test.
const script = `
  const { default: setUp } = await import('./test/harness/global-setup.ts');
  const { testRedis } = await import('./test/harness/test-redis.ts');
  const { timeSkippingEnvironment } = await import('./test/harness/time-skipping.ts');
  await setUp();
  await testRedis();
  const { address } = await timeSkippingEnvironment();
  console.log('RUN ' + process.env.EVERCALL_TEST_DIR + ' ' + address);
  setInterval(() => {}, 1000);
`;

it('a test run that is killed leaves no server and no file behind', async () => {
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script], { cwd: repositoryRoot });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  expect(await pollUntil(() => output.includes('RUN '), { deadlineMs: 60_000 })).toBe(true);
  const [, directory = '', address = ''] = /RUN (\S+) (\S+)/.exec(output) ?? [];
  const records = readRecords(layoutOf(directory));
  expect(records.map(({ name, ...record }) => [name, isRunning({ name, ...record })])).toEqual([
    ['redis', true],
  ]);
  expect(existsSync(join(directory, 'owner.lock'))).toBe(true);
  child.kill('SIGKILL');
  const { acceptsConnections } = await import('../../tools/stack/stack-status.ts');
  const port = Number(address.split(':').at(-1));
  const isClean = async () =>
    !existsSync(directory) && !records.some(isRunning) && !(await acceptsConnections('127.0.0.1', port));
  expect(await pollUntil(isClean, { deadlineMs: 30_000, everyMs: 100 })).toBe(true);
}, 120_000);
