import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import type { DatabaseUrls } from '../stack/parts/postgres.ts';

/** How a command of this folder ended, and what it said on both streams. */
export interface ToolResult {
  readonly code: number | null;
  readonly said: string;
}

/** The environment of a process over a database; nobody listens where its other servers should be. */
export function toolEnvironment(urls: DatabaseUrls, dataDir: string): Record<string, string> {
  return {
    DATABASE_URL: urls.user,
    DATABASE_SYSTEM_URL: urls.system,
    REDIS_URL: 'redis://127.0.0.1:1',
    PUBLIC_URL: 'http://127.0.0.1:1',
    ACCESS_TOKEN_KEY: randomBytes(32).toString('base64'),
    DATA_DIR: dataDir,
  };
}

/** Runs `node tools/…` with an environment to its end. */
export function runTool(args: readonly string[], env: Readonly<Record<string, string>>): Promise<ToolResult> {
  const child = spawn(process.execPath, args, { env: { PATH: process.env.PATH, ...env } });
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, said: said.trim() }));
  });
}
