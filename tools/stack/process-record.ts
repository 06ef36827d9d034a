import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Layout } from './layout.ts';
import { startMarkOf } from './process-identity.ts';

const processRecordSchema = z.object({
  name: z.string(),
  pid: z.int().positive(),
  startMark: z.string(),
  executable: z.string(),
  args: z.array(z.string()),
  address: z.string().optional(),
  stopSignal: z.enum(['SIGTERM', 'SIGINT']),
  startedAt: z.iso.datetime(),
});

/** A process we started, as kept in `run/NAME.json`: `startMark` guards against a recycled pid, `startedAt` is UTC. */
export type ProcessRecord = z.infer<typeof processRecordSchema>;

function recordFile(layout: Layout, name: string): string {
  return join(layout.run, `${name}.json`);
}

/** Writes a record; a reader sees the old or the new one, never half. */
export function writeRecord(layout: Layout, record: ProcessRecord): void {
  mkdirSync(layout.run, { recursive: true });
  const file = recordFile(layout, record.name);
  writeFileSync(`${file}.new`, `${JSON.stringify(record, null, 2)}\n`);
  renameSync(`${file}.new`, file);
}

/** Forgets a process, but only if the record still names this pid. Idempotent. */
export function removeRecord(layout: Layout, record: ProcessRecord): void {
  if (readRecord(layout, record.name)?.pid === record.pid)
    rmSync(recordFile(layout, record.name), { force: true });
}

/** The record of one process by name, or undefined when there is none or it is unreadable. */
export function readRecord(layout: Layout, name: string): ProcessRecord | undefined {
  try {
    return processRecordSchema.parse(JSON.parse(readFileSync(recordFile(layout, name), 'utf8')));
  } catch {
    return undefined;
  }
}

/** All records of a stack, running or not. */
export function readRecords(layout: Layout): ProcessRecord[] {
  let files: string[];
  try {
    files = readdirSync(layout.run);
  } catch {
    return [];
  }
  return files
    .filter((file) => file.endsWith('.json'))
    .map((file) => readRecord(layout, file.slice(0, -'.json'.length)))
    .filter((record) => record !== undefined);
}

/** Whether the very process of the record still runs: same pid and same start. */
export function isRunning(record: ProcessRecord): boolean {
  return startMarkOf(record.pid) === record.startMark;
}
