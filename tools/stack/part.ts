/** How to run one process: `file` and `args` as for spawn, `env` beside the launcher's own, `uid`/`gid` when it must not run as us. */
export interface PartCommand {
  file: string;
  args: string[];
  cwd?: string;
  env?: Record<string, string>;
  uid?: number;
  gid?: number;
  /** The program that finally runs, when `file` is only a wrapper that replaces itself. */
  executable?: string;
}

/** One supervised process of the stack, a server or one of ours. All durations in ms. */
export interface Part {
  readonly name: string;
  /** Address printed by status: a URL or host:port, never with a password. */
  readonly address?: string;
  /** TCP ports of 127.0.0.1 that must be free before the first start. */
  readonly ports: readonly number[];
  readonly stopSignal: 'SIGTERM' | 'SIGINT';
  readonly graceMs: number;
  readonly readyDeadlineMs: number;
  /** Whether closing its stdin tells it to exit (our own processes). */
  readonly exitsOnStdinClose: boolean;
  /** Runs before each launch, so it must be idempotent: data directory, stale lock files. */
  prepare?(): Promise<void>;
  command(): PartCommand;
  /** Whether it serves; `newOutput` is what it has printed since its launch. */
  isReady(newOutput: string): Promise<boolean>;
  /**
   * Whether a start failed, by what was printed, because somebody took a port that the program had picked for itself: it
   * is launched again, and picks another.
   */
  lostItsPort?(newOutput: string): boolean;
  /** Runs after the first start only, idempotent: roles, search attributes. */
  afterReady?(): Promise<void>;
  /** One sentence on what to do when it does not start. */
  readonly mend: string;
}
