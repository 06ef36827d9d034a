import { connect } from 'node:net';
import type { Layout } from './layout.ts';
import { processTable } from './parts/process-table.ts';
import { isRunning, readRecord } from './process-record.ts';

/** One part as `stack status` shows it. `reachable` is a TCP connect; null where the part does not listen. `startedAt` UTC. */
export interface PartStatus {
  name: string;
  state: 'running' | 'stopped' | 'died';
  pid: number | null;
  address: string | null;
  reachable: boolean | null;
  startedAt: string | null;
}

/** Whether something accepts TCP connections at host:port within a second. */
export function acceptsConnections(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 1_000 });
    const settle = (accepts: boolean) => () => {
      socket.destroy();
      resolve(accepts);
    };
    socket.once('connect', settle(true)).once('error', settle(false)).once('timeout', settle(false));
  });
}

async function reaches(address: string | undefined): Promise<boolean | null> {
  const [, host, port] = /([\w.-]+):(\d+)$/.exec(address ?? '') ?? [];
  return host === undefined ? null : acceptsConnections(host, Number(port));
}

/** All parts of a stack from their records, whoever started them. Reads only. */
export async function stackStatus(layout: Layout): Promise<PartStatus[]> {
  const names = ['postgres', 'redis', 'temporal', ...processTable.map(({ name }) => name)];
  return Promise.all(
    names.map(async (name): Promise<PartStatus> => {
      const record = readRecord(layout, name);
      if (record === undefined)
        return { name, state: 'stopped', pid: null, address: null, reachable: null, startedAt: null };
      const { pid, address = null, startedAt } = record;
      if (!isRunning(record)) return { name, state: 'died', pid: null, address, reachable: null, startedAt };
      return { name, state: 'running', pid, address, reachable: await reaches(record.address), startedAt };
    }),
  );
}
