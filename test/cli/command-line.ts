import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from '@jest/globals';
import type { CliContext, ExitCode } from '../../tools/cli/cli-command.types.ts';
import { COMMANDS, NOUNS } from '../../tools/cli/commands.ts';
import { runCli } from '../../tools/cli/run-cli.ts';
import { ADMIN_PASSWORD, type ApiWorld, type WorldOptions } from '../api/harness/api-world.ts';
import { useApiWorld } from '../api/harness/api-world-hooks.ts';

/** What a command wrote, and how it ended. */
export interface Ended {
  readonly code: ExitCode;
  readonly out: string;
  readonly error: string;
}

/** Runs one command line in this process; what is not said of its surroundings is empty. */
export async function evercall(args: readonly string[], around: Partial<CliContext> = {}): Promise<Ended> {
  const said = { out: '', error: '' };
  const code = await runCli(COMMANDS, NOUNS, args, {
    out: (text) => (said.out += `${text}\n`),
    error: (text) => (said.error += `${text}\n`),
    cwd: tmpdir(),
    env: {},
    signal: new AbortController().signal,
    live: null,
    askSecret: null,
    readInput: async () => '',
    ...around,
  });
  return { code, ...said };
}

/** A folder that is gone after the tests of the file. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'evercall-cli-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  return folder;
}

/** The command line of somebody with a configuration folder of their own, at a real API. */
export interface Terminal {
  readonly world: () => ApiWorld;
  readonly url: () => string;
  readonly folder: string;
  /** Runs a command; `around` is laid over the surroundings. */
  run(args: readonly string[], around?: Partial<CliContext>): Promise<Ended>;
  /** Runs a command with `--output json`, and answers what it wrote. Throws unless it ended with `code`. */
  json(args: readonly string[], code?: ExitCode): Promise<unknown>;
  logIn(): Promise<Ended>;
}

/** A terminal at the API of a world of its own, which listens while the tests of the file run. */
export function useTerminal(options: WorldOptions = {}): Terminal {
  const world = useApiWorld(options);
  const folder = temporaryFolder();
  let server: Server | undefined;
  let url = '';
  beforeAll(async () => {
    server = createServer(world().app).listen(0, '127.0.0.1');
    await once(server, 'listening');
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    server?.closeAllConnections();
    server?.close();
  });
  const env = () => ({ XDG_CONFIG_HOME: folder, EVERCALL_API_URL: url });
  const run: Terminal['run'] = (args, around) => evercall(args, { cwd: folder, env: env(), ...around });
  return {
    world,
    url: () => url,
    folder,
    run,
    async json(args, code = 0) {
      const ended = await run([...args, '--output', 'json']);
      if (ended.code !== code) throw new Error(`${args.join(' ')} ended with ${ended.code}: ${ended.error}`);
      return JSON.parse(ended.out);
    },
    logIn: () =>
      run(['login', world().ours.adminEmail, '--password-stdin'], {
        readInput: async () => `${ADMIN_PASSWORD}\n`,
      }),
  };
}
