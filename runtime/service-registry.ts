import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import type { Pool } from 'pg';
import { reportInstance, reportStopped, type ServiceInstance } from '../db/services/service-instances.ts';
import { everySoOften } from './telemetry-loop.ts';

/** Four chances before a process counts as stale. */
const HEARTBEAT_MS = 5_000;

/** The version of this installation, as `package.json` has it. */
export function installedVersion(): string {
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
    version: string;
  };
  return version;
}

/** This process, as it will be in the registry. */
export function describeProcess(named: Pick<ServiceInstance, 'id' | 'name' | 'queues'>): ServiceInstance {
  const startedAtMs = Date.now() - Math.round(process.uptime() * 1000);
  return { ...named, version: installedVersion(), host: hostname(), pid: process.pid, startedAtMs };
}

/**
 * Keeps a process in the registry: its row now, a heartbeat every 5 s, and on `leave` that it ended in an orderly way.
 * Postgres away delays it and is told of; the process never waits for it.
 */
export function joinRegistry(
  pool: Pool,
  instance: ServiceInstance,
  onError: (error: unknown) => void,
): { leave(): Promise<void> } {
  const heartbeat = everySoOften(HEARTBEAT_MS, () => reportInstance(pool, instance), onError);
  return {
    async leave() {
      await heartbeat.stop();
      await reportStopped(pool, instance.id).catch(onError);
    },
  };
}
