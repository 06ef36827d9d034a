import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { WebhookBed } from './webhook-bed.ts';

/** Where the processes of a test find their servers; Temporal away is a port where nobody listens. */
export interface ProcessServers {
  redisUrl: string;
  temporalAddress?: string;
  kek: Buffer;
}

/** Starts and ends processes of ours over a bed. */
export class JobsKit {
  private readonly running: ChildProcess[] = [];
  private readonly bed: WebhookBed;
  private readonly servers: ProcessServers;
  private dataDir = '';

  constructor(bed: WebhookBed, servers: ProcessServers) {
    this.bed = bed;
    this.servers = servers;
  }

  /** Starts a process and waits until it serves. */
  async start(file: 'workers/jobs.ts' | 'workers/worker-campaigns.ts'): Promise<ChildProcess> {
    this.dataDir ||= await mkdtemp(join(tmpdir(), 'evercall-hooks-'));
    const { bed, servers } = this;
    const key = servers.kek.toString('base64');
    const child = spawn(process.execPath, [file], {
      cwd: join(import.meta.dirname, '..', '..'),
      stdio: ['ignore', 'pipe', process.env.TEST_LOG_LEVEL ? 'inherit' : 'ignore'],
      env: {
        PATH: process.env.PATH ?? '',
        DATABASE_URL: bed.urls.user,
        DATABASE_SYSTEM_URL: bed.urls.system,
        REDIS_URL: servers.redisUrl,
        TEMPORAL_ADDRESS: servers.temporalAddress ?? '127.0.0.1:9',
        PUBLIC_URL: 'http://localhost:9',
        ACCESS_TOKEN_KEY: key,
        EVERCALL_KEK: key,
        DATA_DIR: this.dataDir,
        CACHE_DIR: this.dataDir,
        DEVELOPMENT_HOSTS: `127.0.0.1:${bed.receiver.port}`,
        // Waits of 50 ms and more: the schedule of the standard at a hundredth.
        TIMINGS_SCALE: '0.01',
        LOG_LEVEL: process.env.TEST_LOG_LEVEL ?? 'silent',
      },
    });
    this.running.push(child);
    await new Promise<void>((resolve, reject) => {
      child.stdout?.once('data', () => resolve());
      child.once('exit', (code) => reject(new Error(`${file} ended with ${code} before it served`)));
    });
    return child;
  }

  async kill(child: ChildProcess, signal: 'SIGKILL' | 'SIGTERM' = 'SIGKILL'): Promise<void> {
    const gone = once(child, 'exit');
    child.kill(signal);
    await gone;
  }

  async close(): Promise<void> {
    for (const child of this.running)
      if (child.exitCode === null && child.signalCode === null) await this.kill(child);
    if (this.dataDir) await rm(this.dataDir, { recursive: true, force: true });
  }
}
