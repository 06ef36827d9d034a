import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { temporaryFolder } from './command-line.ts';

const BIN = join(import.meta.dirname, '..', '..', 'bin', 'evercall');
const folder = temporaryFolder();

/** An API that takes requests and never answers. */
let silent: Server;
let url = '';
beforeAll(async () => {
  silent = createServer(() => {}).listen(0, '127.0.0.1');
  await once(silent, 'listening');
  url = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
});
afterAll(() => {
  silent.closeAllConnections();
  silent.close();
});

type Program = ChildProcessByStdio<null, Readable, Readable>;

/** Starts the program in a process group of its own, as a terminal does. */
function start(...args: string[]): Program {
  return spawn(process.execPath, [BIN, ...args], {
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, EVERCALL_API_URL: url, EVERCALL_API_KEY: 'ck_live_x', XDG_CONFIG_HOME: folder },
  });
}

async function ended(child: Program): Promise<{ code: number | null; out: string; error: string }> {
  const [out, error] = [text(child.stdout), text(child.stderr)];
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, out: await out, error: await error };
}

describe('bin/evercall', () => {
  it('ends with what the command ended with', async () => {
    const { code, out } = await ended(start('--help'));
    expect({ code, out }).toEqual({ code: 0, out: expect.stringContaining('campaigns') });
    expect((await ended(start('sing'))).code).toBe(2);
  }, 60_000);

  it('has a shell complete nouns, verbs and options', async () => {
    const line = (words: string) =>
      `COMP_WORDS=(${words}); COMP_CWORD=$((\${#COMP_WORDS[@]}-1)); _evercall; echo "\${COMPREPLY[*]}"`;
    const lines = [
      'evercall camp',
      'evercall campaigns wa',
      'evercall calls list --dir',
      'evercall login --oper',
    ];
    const { out } = await ended(start('completion', 'bash'));
    const shell = spawn('bash', ['-c', [out, ...lines.map(line)].join('\n')], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    expect(await ended(shell)).toEqual({
      code: 0,
      error: '',
      out: 'campaigns\nwatch\n--direction\n--operator\n',
    });
  }, 60_000);

  it.each([
    ['Ctrl-C in its terminal', (pid: number) => process.kill(-pid, 'SIGINT')],
    ['SIGTERM to it alone', (pid: number) => process.kill(pid, 'SIGTERM')],
  ])(
    'ends in order at %s',
    async (_what, signal) => {
      const child = start('calls', 'list');
      await once(silent, 'request');
      signal(child.pid ?? 0);
      expect(await ended(child)).toEqual({ code: 130, out: '', error: '' });
      // Nobody of its group is left.
      expect(() => process.kill(-(child.pid ?? 0), 0)).toThrow('ESRCH');
    },
    60_000,
  );
});
