import { Client, Connection, type ConnectionOptions } from '@temporalio/client';
import type { DataConverter } from '@temporalio/common';
import { loadClientConnectConfig } from '@temporalio/envconfig';
import { NativeConnection, Runtime } from '@temporalio/worker';
import type { Logger } from './logger.ts';
import { tracedClient } from './tracing-temporal.ts';

/** Where Temporal is, from `TEMPORAL_*` variables or `temporal.toml`. */
export interface TemporalTarget {
  connection: ConnectionOptions;
  namespace: string;
}

/** Reads Temporal's own configuration (`@temporalio/envconfig`). */
export function readTemporalTarget(): TemporalTarget {
  const { connectionOptions, namespace } = loadClientConnectConfig();
  return { connection: connectionOptions, namespace: namespace ?? 'default' };
}

/** A client that connects at its first call, so that a process starts while Temporal is down. */
export function createTemporalClient(target: TemporalTarget, dataConverter?: DataConverter): Client {
  const connection = Connection.lazy(target.connection);
  return new Client({
    connection,
    namespace: target.namespace,
    interceptors: { workflow: [tracedClient()] },
    ...(dataConverter && { dataConverter }),
  });
}

/** A worker's connection; rejects when Temporal cannot be reached. */
export async function connectWorker(target: TemporalTarget): Promise<NativeConnection> {
  const { address, tls, apiKey, metadata } = target.connection;
  return NativeConnection.connect({
    ...(address !== undefined && { address }),
    ...(tls !== undefined && { tls }),
    ...(typeof apiKey === 'string' && { apiKey }),
    ...(metadata !== undefined && { metadata }),
  });
}

/** Sends the engine's own log lines to ours, and leaves signals to `runProcess`. Once a process. */
export function installRuntime(logger: Logger): void {
  Runtime.install({
    shutdownSignals: [],
    logger: {
      log: (level, message, meta) => logger[pinoLevel(level)]({ ...meta }, message),
      trace: (message, meta) => logger.trace({ ...meta }, message),
      debug: (message, meta) => logger.debug({ ...meta }, message),
      info: (message, meta) => logger.info({ ...meta }, message),
      warn: (message, meta) => logger.warn({ ...meta }, message),
      error: (message, meta) => logger.error({ ...meta }, message),
    },
  });
}

function pinoLevel(level: string): 'trace' | 'debug' | 'info' | 'warn' | 'error' {
  const lower = level.toLowerCase();
  return lower === 'trace' || lower === 'debug' || lower === 'warn' || lower === 'error' ? lower : 'info';
}
