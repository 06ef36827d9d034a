import type { ConnectionOptions } from '@temporalio/client';
import { buildBundleApart } from './build-apart.ts';
import type { Layout } from './layout.ts';
import type { Part } from './part.ts';
import { type ProcessName, processTable } from './parts/process-table.ts';
import { ensureSearchAttributes } from './parts/temporal-namespace.ts';
import { isRunning, readRecord } from './process-record.ts';
import { emulatorAccountSid, type StackUrls } from './stack-environment.ts';
import { StackError } from './stack-error.ts';
import { ownPart, type PartIngredients, type PartName, serverParts } from './stack-parts.ts';
import { requireFreePorts } from './stack-ports.ts';
import { SupervisedPart } from './supervised-part.ts';

/** Additions to the environment of single processes. */
export type ProcessEnv = Partial<Record<ProcessName, Record<string, string>>>;

/** What a Stack is made of; see openStack. */
export interface StackMaterials {
  ingredients: PartIngredients;
  urls: StackUrls;
  env: Record<string, string>;
  isAttached: boolean;
  processEnv: ProcessEnv;
  report: (line: string) => void;
  /** Gives up the lock and the watcher. */
  release(): void;
}

/** The development stack in one state directory: PostgreSQL, Redis, Temporal and our processes. Made by openStack. */
export class Stack {
  readonly layout: Layout;
  readonly urls: StackUrls;
  /** The environment that our processes share, for a process of the caller's own (seed, test, bench). */
  readonly env: Record<string, string>;
  /** Credentials that the emulator accepts. */
  readonly carrier: { accountSid: string; authToken: string; apiBaseUrl: string };
  private readonly materials: StackMaterials;
  private readonly parts = new Map<string, SupervisedPart>();

  constructor(materials: StackMaterials) {
    this.materials = materials;
    this.layout = materials.ingredients.layout;
    this.urls = materials.urls;
    this.env = materials.env;
    const { emulatorAuthToken: authToken } = materials.ingredients.secrets;
    this.carrier = { accountSid: emulatorAccountSid, authToken, apiBaseUrl: materials.urls.emulator };
  }

  /** Starts PostgreSQL (with roles), Redis and Temporal (with search attributes), those that run already left alone. */
  async startServers(): Promise<void> {
    await this.startAll(serverParts(this.materials.ingredients));
    const { temporal } = this.materials.ingredients.external;
    if (temporal !== undefined) await registerAttributes(temporal.connection, temporal.namespace);
  }

  /** Brings the schema up to date; answers the names of the migrations that ran. Idempotent. */
  async migrate(): Promise<string[]> {
    const { migrateUp } = await import('../../db/migrate.ts');
    return (await migrateUp(this.urls.database.owner)).migrations;
  }

  /** Starts our processes (all, or those named) and waits for their ready lines. `env` adds to single ones. */
  async startProcesses(names: readonly ProcessName[] = allProcesses, env: ProcessEnv = {}): Promise<void> {
    const { ingredients, processEnv } = this.materials;
    const part = (name: ProcessName): Part =>
      ownPart(name, ingredients, this.env, { ...processEnv[name], ...env[name] });
    const { CACHE_DIR: cache = '', PAYLOAD_CODEC: codec } = this.env;
    if (names.some((name) => name.startsWith('worker-'))) await buildBundleApart(cache, codec);
    await this.startAll(names.map(part));
  }

  /** Servers, schema, processes, in this order. Whatever fails, nothing stays up that this call started. */
  async up(): Promise<void> {
    await this.startServers();
    await this.migrate();
    await this.startProcesses();
  }

  /** Sends a signal (SIGKILL, SIGSTOP, …) to the process of a part; an attached stack brings a dead one back. Throws when it does not run. */
  kill(name: PartName, signal: NodeJS.Signals): void {
    const running = this.partOf(name).running;
    if (running === undefined) throw new StackError(`${name} is not running.`, 'npm run stack status');
    process.kill(running.pid, signal);
  }

  /** Pid of a part's running process, or undefined. */
  pidOf(name: PartName): number | undefined {
    return this.parts.get(name)?.running?.pid;
  }

  /** How often a part was brought back after a death. */
  restartsOf(name: PartName): number {
    return this.parts.get(name)?.restarts ?? 0;
  }

  /** Waits until a part serves, a restart under way included; answers false at the deadline. */
  async untilReady(name: PartName, deadlineMs = 30_000): Promise<boolean> {
    return this.partOf(name).untilReady(deadlineMs);
  }

  /** Ends one part in order; `startProcesses` starts it again. Idempotent. */
  async stop(name: PartName): Promise<void> {
    await this.parts.get(name)?.stop();
    this.parts.delete(name);
  }

  /** Ends our processes, then the servers, and gives up the state directory. Idempotent. */
  async down(): Promise<void> {
    const isOurs = (name: string) => allProcesses.some((own) => own === name);
    const names = [...this.parts.keys()];
    const stopAll = (wanted: string[]) =>
      Promise.all(wanted.map(async (name) => this.parts.get(name)?.stop()));
    await stopAll(names.filter(isOurs));
    await stopAll(names.filter((name) => !isOurs(name)));
    this.parts.clear();
    this.materials.release();
  }

  /** Leaves a detached stack running and gives up the state directory. */
  leave(): void {
    this.materials.release();
  }

  private partOf(name: PartName): SupervisedPart {
    const part = this.parts.get(name);
    if (part === undefined)
      throw new StackError(`${name} was not started by this stack.`, 'npm run stack status');
    return part;
  }

  private async startAll(parts: readonly Part[]): Promise<void> {
    const { isAttached, report } = this.materials;
    const missing = parts.filter((part) => !this.isUp(part));
    await requireFreePorts(missing.flatMap(({ name, ports }) => ports.map((port) => ({ part: name, port }))));
    const started = missing.map((part) => {
      const supervised = new SupervisedPart(part, this.layout, {
        restart: isAttached,
        holdStdin: isAttached,
        report,
      });
      this.parts.set(part.name, supervised);
      return supervised
        .start()
        .then(() => report(`${part.name} is ready${part.address ? ` at ${part.address}` : ''}`));
    });
    // All are awaited, so that none is still starting when the caller takes the stack down.
    const failed = (await Promise.allSettled(started)).find((result) => result.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
  }

  private isUp(part: Part): boolean {
    if (this.parts.get(part.name)?.running !== undefined) return true;
    const record = readRecord(this.layout, part.name);
    return record !== undefined && isRunning(record);
  }
}

const allProcesses: readonly ProcessName[] = processTable.map(({ name }) => name);

async function registerAttributes(connection: ConnectionOptions, namespace: string): Promise<void> {
  try {
    await ensureSearchAttributes(connection, namespace);
  } catch (cause) {
    throw new StackError(
      'Your Temporal server could not be reached, or does not let us register search attributes.',
      'temporal operator search-attribute create --name OrgId --type Keyword (and so on), or unset TEMPORAL_ADDRESS',
      { cause },
    );
  }
}
