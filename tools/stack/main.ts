import { parseArgs } from 'node:util';
import { layoutOf, makeDirectories } from './layout.ts';
import { takeLauncherLock } from './launcher-lock.ts';
import { endRecordedProcesses } from './leftovers.ts';
import { openStack } from './open-stack.ts';
import { explain } from './stack-error.ts';
import { stackStatus } from './stack-status.ts';
import { untilAskedToEnd } from './termination.ts';

const usage = `usage: npm run stack -- up [--servers] [--foreground] [--ports auto] | status [--output json] | down   [--state-dir DIR]
  up      starts PostgreSQL, Redis, Temporal and our processes, and leaves them running 
          (--servers: without ours; --foreground: stays, brings back what dies, and ends all at Ctrl-C)
  status  what runs where
  down    ends all of it, in order`;

interface CommandOptions {
  foreground: boolean;
  servers: boolean;
  ports: 'auto' | 'config';
  output: 'json' | 'table';
  stateDir: string | undefined;
}

async function up({ servers, foreground, ports, stateDir }: CommandOptions): Promise<void> {
  const asked = foreground ? untilAskedToEnd() : undefined;
  const report = (line: string): void => console.log(line);
  const place = stateDir === undefined ? {} : { stateDir };
  const life = foreground ? 'attached' : 'detached';
  const stack = await openStack({ ...place, ports, life, what: 'npm run stack up', report });
  try {
    await stack.startServers();
    const migrations = await stack.migrate();
    report(migrations.length === 0 ? 'the schema is up to date' : `migrated: ${migrations.join(', ')}`);
    if (!servers) await stack.startProcesses();
    if (asked === undefined) return stack.leave();
    report('the stack is up; Ctrl-C ends it');
    report(`ending at ${await asked}`);
    await stack.down();
  } catch (error) {
    await stack.down();
    throw error;
  }
}

async function status({ output, stateDir }: CommandOptions): Promise<void> {
  const parts = await stackStatus(layoutOf(stateDir));
  if (output === 'json') console.log(JSON.stringify(parts));
  else
    for (const { name, state, pid, address, reachable } of parts)
      console.log(
        [
          name.padEnd(18),
          state.padEnd(8),
          (pid === null ? '' : `pid ${pid}`).padEnd(12),
          (address ?? '').padEnd(28),
          reachable === false ? 'does not answer' : '',
        ]
          .join(' ')
          .trimEnd(),
      );
}

async function down({ stateDir }: CommandOptions): Promise<void> {
  const layout = layoutOf(stateDir);
  makeDirectories(layout);
  const unlock = await takeLauncherLock(layout, 'npm run stack down');
  try {
    const ended = await endRecordedProcesses(layout);
    console.log(ended.length === 0 ? 'nothing was running' : `ended ${ended.join(', ')}`);
  } finally {
    unlock();
  }
}

const commands: Record<string, (options: CommandOptions) => Promise<void>> = { up, status, down };

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      servers: { type: 'boolean', default: false },
      foreground: { type: 'boolean', default: false },
      ports: { type: 'string', default: 'config' },
      output: { type: 'string', default: 'table' },
      'state-dir': { type: 'string' },
    },
  });
  const command = commands[positionals[0] ?? ''];
  if (command === undefined) {
    console.error(usage);
    process.exitCode = 2;
    return;
  }
  await command({
    servers: values.servers,
    foreground: values.foreground,
    ports: values.ports === 'auto' ? 'auto' : 'config',
    output: values.output === 'json' ? 'json' : 'table',
    stateDir: values['state-dir'],
  });
}

try {
  await main();
} catch (error) {
  console.error(explain(error));
  process.exitCode = 1;
}
