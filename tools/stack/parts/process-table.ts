import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Layout, repositoryRoot } from '../layout.ts';
import type { Part } from '../part.ts';
import { StackError } from '../stack-error.ts';

/** Our own processes in the order they are started: name and the file that `node` runs. docker-compose.yml runs the same. */
export const processTable = [
  { name: 'emulator', file: 'emulator/main.ts' },
  { name: 'api', file: 'api/main.ts' },
  { name: 'worker-calls', file: 'workers/worker-calls.ts' },
  { name: 'worker-campaigns', file: 'workers/worker-campaigns.ts' },
  { name: 'jobs', file: 'workers/jobs.ts' },
] as const;

export type ProcessName = (typeof processTable)[number]['name'];

/** Whether a process has printed its ready line, `{"msg":"ready","process":NAME,…}`, on a line of its own. */
export function hasReadyLine(output: string, name: string): boolean {
  return output.split('\n').some((line) => {
    if (!line.startsWith('{') || !line.includes('"ready"')) return false;
    try {
      const entry: unknown = JSON.parse(line);
      if (typeof entry !== 'object' || entry === null || !('msg' in entry) || !('process' in entry))
        return false;
      return entry.msg === 'ready' && entry.process === name;
    } catch {
      // A line still being written.
      return false;
    }
  });
}

/** One of our processes as a part of the stack: `node FILE` in the repository, ready by its ready line. */
export function processPart(options: {
  layout: Layout;
  name: ProcessName;
  env: Record<string, string>;
  port?: number;
}): Part {
  const { layout, name, env, port } = options;
  const entry = processTable.find((row) => row.name === name);
  if (entry === undefined) throw new StackError(`There is no process named ${name}.`, 'npm run stack status');
  return {
    name,
    ports: port === undefined ? [] : [port],
    ...(port === undefined ? {} : { address: `http://127.0.0.1:${port}` }),
    stopSignal: 'SIGTERM',
    // A drain limits itself to 20 s (runtime/run-process.ts): a dial in hand may take its full 10 s.
    graceMs: 22_000,
    readyDeadlineMs: 60_000,
    exitsOnStdinClose: true,
    mend: `read ${join(layout.logs, `${name}.log`)}`,
    async prepare() {
      if (!existsSync(join(repositoryRoot, entry.file)))
        throw new StackError(`${entry.file} is missing from this clone.`, 'git checkout -- .');
    },
    command: () => ({ file: process.execPath, args: [entry.file], cwd: repositoryRoot, env }),
    isReady: async (newOutput) => hasReadyLine(newOutput, name),
  };
}
