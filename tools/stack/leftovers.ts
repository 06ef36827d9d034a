import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { endProcess, orphansOf } from './end-process.ts';
import type { Layout } from './layout.ts';
import { processTable } from './parts/process-table.ts';
import { isRunning, type ProcessRecord, readRecords, removeRecord } from './process-record.ts';

const noteSchema = z.object({ endedAt: z.iso.datetime(), names: z.array(z.string()) });

function noteFile(layout: Layout): string {
  return join(layout.stateDir, 'crash.json');
}

const ourProcesses: readonly string[] = processTable.map(({ name }) => name);

async function endAll(layout: Layout, records: readonly ProcessRecord[]): Promise<string[]> {
  const ended = await Promise.all(
    records.map(async (record) => {
      const wasThere = isRunning(record) || orphansOf(record).length > 0;
      await endProcess(record);
      removeRecord(layout, record);
      return wasThere ? record.name : undefined;
    }),
  );
  return ended.filter((name) => name !== undefined);
}

/**
 * Ends every recorded process of a stack that still runs, ours first so that they can finish against living servers.
 * Answers the names of those that ran. Never touches a process that is not recorded. Idempotent.
 */
export async function endRecordedProcesses(layout: Layout): Promise<string[]> {
  const records = readRecords(layout);
  const processes = records.filter(({ name }) => ourProcesses.includes(name));
  const servers = records.filter(({ name }) => !ourProcesses.includes(name));
  return [...(await endAll(layout, processes)), ...(await endAll(layout, servers))];
}

/** Leaves a note for the next start: these processes had to be ended after their launcher was gone. */
export function noteCrash(layout: Layout, names: string[]): void {
  writeFileSync(noteFile(layout), JSON.stringify({ endedAt: new Date().toISOString(), names }));
}

/** Takes the note of the last crash, once. */
export function takeCrashNote(layout: Layout): { endedAt: string; names: string[] } | undefined {
  try {
    return noteSchema.parse(JSON.parse(readFileSync(noteFile(layout), 'utf8')));
  } catch {
    return undefined;
  } finally {
    rmSync(noteFile(layout), { force: true });
  }
}
