import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { cacheDirectory, type Layout } from '../layout.ts';
import type { Part } from '../part.ts';
import { StackError } from '../stack-error.ts';
import { findOnPath, firstExecutable } from './executables.ts';
import { SEARCH_ATTRIBUTES } from '../../../contracts/names.ts';
import { ensureSearchAttributes, temporalAnswers } from './temporal-namespace.ts';

/** Where bootstrap keeps Temporal programs that it downloaded (`sdk`) or built (`bin`). */
export function temporalCacheDirectory(): string {
  return join(cacheDirectory(), 'temporal');
}

function downloadedBySdk(directory: string, prefix: string): string[] {
  try {
    return readdirSync(directory)
      .filter((file) => file.startsWith(prefix) && !file.includes('.download'))
      .map((file) => join(directory, file));
  } catch {
    return [];
  }
}

/** The `temporal` program on this machine: on PATH, else downloaded by the SDK, else built; undefined when there is none. */
export function findTemporal(): string | undefined {
  const cache = temporalCacheDirectory();
  return (
    findOnPath('temporal') ??
    firstExecutable([...downloadedBySdk(join(cache, 'sdk'), 'temporal-sdk-'), join(cache, 'bin', 'temporal')])
  );
}

// The defaults (20 polls/s) add 50 ms to every task dispatch: measured p50 of an empty workflow 50 -> 16 ms.
const dynamicConfig = {
  'history.transferProcessorMaxPollRPS': '2000',
  'history.timerProcessorMaxPollRPS': '2000',
  'system.enableActivityEagerExecution': 'true',
  'frontend.namespaceRPS': '20000',
};

/** Flags of `temporal server start-dev` that make the development server fast and know our search attributes. */
export function devServerFlags(): string[] {
  return [
    ...Object.entries(dynamicConfig).flatMap(([key, value]) => ['--dynamic-config-value', `${key}=${value}`]),
    ...SEARCH_ATTRIBUTES.flatMap((name) => ['--search-attribute', `${name}=Keyword`]),
  ];
}

/** Temporal's development server. `persistent: false` (tests) keeps it in memory; without `uiPort` it has no UI. */
export function temporalPart(options: {
  layout: Layout;
  port: number;
  uiPort?: number;
  /** Address that the UI has encrypted payloads decoded by. */
  uiCodecEndpoint?: string;
  persistent?: boolean;
}): Part {
  const { layout, port, uiPort, uiCodecEndpoint, persistent = true } = options;
  const address = `127.0.0.1:${port}`;
  const storage = ['--db-filename', join(layout.temporal, 'temporal.sqlite')];
  const pragmas = ['--sqlite-pragma', 'journal_mode=wal', '--sqlite-pragma', 'synchronous=normal'];
  return {
    name: 'temporal',
    address,
    ports: uiPort === undefined ? [port] : [port, uiPort],
    stopSignal: 'SIGTERM',
    graceMs: 10_000,
    readyDeadlineMs: 60_000,
    exitsOnStdinClose: false,
    mend: `read ${join(layout.logs, 'temporal.log')}`,
    command() {
      const file = findTemporal();
      if (file === undefined)
        throw new StackError('No Temporal server was found.', 'node tools/bootstrap.mjs ready temporal');
      const ui = uiPort === undefined ? ['--headless'] : ['--ui-port', String(uiPort)];
      const codec = uiCodecEndpoint === undefined ? [] : ['--ui-codec-endpoint', uiCodecEndpoint];
      const listen = ['--ip', '127.0.0.1', '--port', String(port), ...ui, ...codec];
      const store = persistent ? [...storage, ...pragmas] : [];
      return {
        file,
        args: ['server', 'start-dev', '--log-level', 'error', ...listen, ...store, ...devServerFlags()],
      };
    },
    isReady: () => temporalAnswers({ address }, 'default'),
    // Its services listen on ports that it has looked for a moment before.
    lostItsPort: (output) =>
      output.includes('failed assigning ephemeral port') ||
      takenPorts(output).some((taken) => taken !== port && taken !== uiPort),
    afterReady: () => ensureSearchAttributes({ address }, 'default'),
  };
}

/** The ports that a Go program could not listen on. */
function takenPorts(output: string): number[] {
  return [...output.matchAll(/:(\d+): bind: address already in use/g)].map(([, taken]) => Number(taken));
}
