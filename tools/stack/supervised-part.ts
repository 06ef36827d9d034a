import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readSync, realpathSync, statSync, truncateSync } from 'node:fs';
import { Socket } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { endProcess } from './end-process.ts';
import type { Layout } from './layout.ts';
import type { Part } from './part.ts';
import { pollUntil } from './poll.ts';
import { startMarkOf } from './process-identity.ts';
import { isRunning, type ProcessRecord, readRecord, removeRecord, writeRecord } from './process-record.ts';
import { StackError } from './stack-error.ts';
import { errorMessage } from './error-code.ts';

const LOG_LIMIT_BYTES = 50_000_000;
const OUTPUT_LIMIT_BYTES = 65_536;
const MOST_LAUNCHES = 3;
const FIRST_BACKOFF_MS = 200;
const LAST_BACKOFF_MS = 5_000;

/** How a part is run: `restart` brings it back when it dies, `holdStdin` ties our own processes to this one's life. */
export interface SupervisionOptions {
  restart: boolean;
  holdStdin: boolean;
  report: (line: string) => void;
}

/** One part of the stack as a process: launched, awaited, recorded, restarted, ended. */
export class SupervisedPart {
  readonly part: Part;
  private readonly layout: Layout;
  private readonly options: SupervisionOptions;
  private child: ChildProcess | undefined;
  private record: ProcessRecord | undefined;
  private restarting: Promise<void> | undefined;
  private isWanted = false;
  private restartCount = 0;
  private logOffset = 0;

  constructor(part: Part, layout: Layout, options: SupervisionOptions) {
    this.part = part;
    this.layout = layout;
    this.options = options;
  }

  /** How often it was brought back after a death. */
  get restarts(): number {
    return this.restartCount;
  }

  /** The running process, or undefined. */
  get running(): ProcessRecord | undefined {
    return this.record !== undefined && isRunning(this.record) ? this.record : undefined;
  }

  /** Path of its log: stdout and stderr of every launch, appended. */
  get logFile(): string {
    return join(this.layout.logs, `${this.part.name}.log`);
  }

  /** Launches it and waits until it serves. Throws StackError with the end of its log when it dies or is late. */
  async start(): Promise<void> {
    if (this.isWanted) return;
    this.isWanted = true;
    try {
      await this.launch();
      await this.part.afterReady?.();
    } catch (error) {
      await this.stop();
      throw error;
    }
    this.watch();
  }

  /** Waits until it serves again, a restart in progress included. Answers false at the deadline. */
  async untilReady(deadlineMs: number): Promise<boolean> {
    return pollUntil(async () => this.running !== undefined && (await this.part.isReady(this.newOutput())), {
      deadlineMs,
      everyMs: 100,
    });
  }

  /** Ends it (stop signal, grace, SIGKILL) and its orphans, and forgets it. Idempotent. */
  async stop(): Promise<void> {
    this.isWanted = false;
    await this.end();
    // A restart under way gives up as its process is gone; what it launched meanwhile goes too.
    await this.restarting;
    await this.end();
  }

  private async end(): Promise<void> {
    const record = this.record ?? readRecord(this.layout, this.part.name);
    if (record === undefined) return;
    await endProcess(record, this.part.graceMs);
    removeRecord(this.layout, record);
    this.record = undefined;
  }

  private newOutput(): string {
    const log = openSync(this.logFile, 'r');
    try {
      const buffer = Buffer.alloc(OUTPUT_LIMIT_BYTES);
      return buffer.toString('utf8', 0, readSync(log, buffer, 0, OUTPUT_LIMIT_BYTES, this.logOffset));
    } finally {
      closeSync(log);
    }
  }

  private async launch(): Promise<void> {
    for (let launches = 1; ; launches += 1) {
      const failure = await this.launchOnce();
      if (failure === undefined) return;
      if (launches === MOST_LAUNCHES || !this.part.lostItsPort?.(this.newOutput())) throw failure;
      this.options.report(`${this.part.name} lost a port that it had picked for itself; starting it again`);
    }
  }

  private async launchOnce(): Promise<StackError | undefined> {
    await this.part.prepare?.();
    const child = this.spawnDetached();
    let failure: Error | undefined;
    child.once('error', (error) => {
      failure = error;
    });
    this.child = child;
    this.recordProcess(child);
    const isOver = () => failure !== undefined || child.exitCode !== null || child.signalCode !== null;
    const isServing = () => this.part.isReady(this.newOutput());
    const decided = await pollUntil(async () => isOver() || (await isServing()), {
      deadlineMs: this.part.readyDeadlineMs,
      everyMs: 50,
    });
    if (decided && !isOver()) return undefined;
    return this.explainFailure(child, failure);
  }

  private spawnDetached(): ChildProcess {
    const { file, args, cwd, env, uid, gid } = this.part.command();
    const log = openSync(this.logFile, 'a');
    this.logOffset = statSync(this.logFile).size;
    if (this.logOffset > LOG_LIMIT_BYTES) {
      truncateSync(this.logFile);
      this.logOffset = 0;
    }
    const heldStdin = this.part.exitsOnStdinClose && this.options.holdStdin;
    try {
      return spawn(file, args, {
        // A group of its own: Ctrl-C reaches the launcher alone, which then ends its parts in order.
        detached: true,
        stdio: [heldStdin ? 'pipe' : 'ignore', log, log],
        env: { ...process.env, ...env, ...(heldStdin ? { EVERCALL_SUPERVISED: '1' } : {}) },
        ...(cwd === undefined ? {} : { cwd }),
        ...(uid === undefined || gid === undefined ? {} : { uid, gid }),
      });
    } finally {
      closeSync(log);
    }
  }

  private recordProcess(child: ChildProcess): void {
    if (child.stdin instanceof Socket) child.stdin.unref();
    // An attached launcher lives as long as its parts; a detached one may go.
    if (!this.options.holdStdin) child.unref();
    const startMark = child.pid === undefined ? undefined : startMarkOf(child.pid);
    if (child.pid === undefined || startMark === undefined) return;
    const { file, args, executable } = this.part.command();
    this.record = {
      name: this.part.name,
      pid: child.pid,
      startMark,
      executable: realpathSync(executable ?? file),
      args,
      stopSignal: this.part.stopSignal,
      startedAt: new Date().toISOString(),
      ...(this.part.address === undefined ? {} : { address: this.part.address }),
    };
    writeRecord(this.layout, this.record);
  }

  private explainFailure(child: ChildProcess, failure: Error | undefined): StackError {
    const { name, readyDeadlineMs, mend } = this.part;
    const tail = beginningAndEnd(this.newOutput().trim().split('\n'));
    if (failure !== undefined)
      return new StackError(`${name} could not be run: ${failure.message}.`, mend, { cause: failure });
    const how = child.signalCode ?? `code ${child.exitCode}`;
    const isOver = child.exitCode !== null || child.signalCode !== null;
    const reason = isOver ? `ended with ${how} at start` : `was not ready within ${readyDeadlineMs / 1000} s`;
    return tail.includes('No space left on device')
      ? new StackError(
          `The disk is full: ${name} ${reason}.`,
          'free some space (see `df -h .`) and start again',
        )
      : new StackError(`${name} ${reason}.${tail === '' ? '' : `\n${tail}`}`, mend);
  }

  /** From now on a death is answered by a restart, the death that happened a moment ago included. */
  private watch(): void {
    const child = this.child;
    if (child === undefined || !this.options.restart) return;
    const isOver = () => child.exitCode !== null || child.signalCode !== null;
    const onDeath = () => {
      if (child !== this.child || !this.isWanted) return;
      const how = child.signalCode ?? `code ${child.exitCode}`;
      this.options.report(`${this.part.name} died (${how}); starting it again`);
      this.restarting = this.bringBack();
    };
    if (isOver()) onDeath();
    else child.once('exit', onDeath);
  }

  private async bringBack(): Promise<void> {
    for (
      let backoffMs = FIRST_BACKOFF_MS;
      this.isWanted;
      backoffMs = Math.min(backoffMs * 2, LAST_BACKOFF_MS)
    ) {
      await delay(backoffMs);
      if (!this.isWanted) return;
      try {
        await this.launch();
        this.restartCount += 1;
        this.options.report(`${this.part.name} is back`);
        this.watch();
        return;
      } catch (error) {
        this.options.report(`${this.part.name} did not come back: ${errorMessage(error)}`);
        if (this.record !== undefined) await endProcess(this.record, this.part.graceMs);
      }
    }
  }
}

/** A program that breaks names the cause first, and then tells at length where it stood. */
function beginningAndEnd(lines: readonly string[]): string {
  if (lines.length <= 12) return lines.join('\n');
  return [...lines.slice(0, 4), '…', ...lines.slice(-8)].join('\n');
}
