import type { FileHandle } from 'node:fs/promises';
import type { Pool } from 'pg';
import {
  finishImport,
  type ImportChunk,
  type ImportJob,
  loadImport,
  saveChunk,
} from '../../db/imports/import-store.ts';
import { AppError } from '../../domain/errors.ts';
import { type ImportRows, readRows, refusedRow } from '../../domain/import/import-chunk.ts';
import { parseFrames } from '../../domain/import/parse-frames.ts';
import { type FileFault, type FileHead, openImportFile, readBatches, readHead } from './import-file.ts';

/** One run over a file: what it works with, and when it stops. */
export interface ImportRun {
  pool: Pool;
  orgId: string;
  importId: string;
  blockBytes: number;
  hashPhone(orgKey: Buffer, e164: string): Buffer;
  /** Absolute path of the stored file. */
  pathOf(filePath: string): string;
  /** Called after each block read; throws to stop. `byte` is the first byte not yet saved. */
  onProgress(byte: number): void;
  isRoundOver(): boolean;
  killPoint(name: string): void;
}

function hashed(run: ImportRun, job: ImportJob, { contacts }: ImportRows): ImportChunk['contacts'] {
  return contacts.map(({ line, contact }) => ({
    line,
    contact,
    phoneHash: run.hashPhone(job.phoneHashKey, contact.phoneE164),
  }));
}

async function* readChunks(
  run: ImportRun,
  job: ImportJob,
  file: FileHandle,
  head: FileHead,
): AsyncGenerator<ImportChunk> {
  const defaults = { language: job.language, country: job.defaultCountry, source: job.source };
  const from = job.byteOffset === 0 ? head.body : { byte: job.byteOffset, line: job.lineNo + 1 };
  let fromByte = job.byteOffset;
  const options = { from, blockBytes: run.blockBytes, onBlock: () => run.onProgress(fromByte) };
  for await (const { frames, end } of readBatches(file, head.delimiter, options)) {
    const rows = readRows(parseFrames(frames, head.delimiter), head.header, defaults);
    const contacts = hashed(run, job, rows);
    yield { fromByte, toByte: end.byte, toLine: end.line - 1, contacts, refused: rows.refused };
    fromByte = end.byte;
  }
}

/** Saves chunk after chunk, reading the next while the database works; false when the round is over or another run overtook. */
async function saveAll(
  run: ImportRun,
  job: ImportJob,
  chunks: AsyncGenerator<ImportChunk>,
): Promise<boolean> {
  let next = chunks.next();
  const readNext = () => {
    next = chunks.next();
    // It is awaited later; until then its failure must not count as unobserved.
    next.catch(() => {});
  };
  const on = { staged: readNext, beforeCommit: () => run.killPoint('I1') };
  try {
    for (;;) {
      const chunk = await next;
      if (chunk.done) return true;
      if ((await saveChunk(run.pool, job, chunk.value, on)) === 'moved') return false;
      job.byteOffset = chunk.value.toByte;
      run.killPoint('I2');
      if (run.isRoundOver()) return false;
    }
  } finally {
    // The file is closed next, so no read may be under way.
    await next.catch(() => {});
  }
}

async function refuseFile(run: ImportRun, job: ImportJob, fault: FileFault): Promise<void> {
  const refused = refusedRow(1, 'header.not_valid', fault.problems.join('; '));
  await finishImport(run.pool, job, {
    atByte: job.byteOffset,
    errorCode: fault.code,
    ...(fault.problems.length > 0 && { refused }),
  });
}

async function importFrom(run: ImportRun, job: ImportJob, file: FileHandle): Promise<boolean> {
  const start = await readHead(file);
  if ('fault' in start) {
    await refuseFile(run, job, start.fault);
    return true;
  }
  const isWhole = await saveAll(run, job, readChunks(run, job, file, start.head));
  if (isWhole) await finishImport(run.pool, job, { atByte: job.byteOffset, errorCode: null });
  return isWhole;
}

/**
 * Imports from the saved position to the end of the file or of the round. Answers the job when the import has ended
 * (now or before), else null. Throws AppError `import.not_found`.
 */
export async function runImport(run: ImportRun): Promise<ImportJob | null> {
  const job = await loadImport(run.pool, run.orgId, run.importId);
  if (!job) throw new AppError({ code: 'import.not_found' });
  if (job.state === 'completed' || job.state === 'failed') return job;
  const file = await openImportFile(run.pathOf(job.filePath));
  if (!file) {
    await finishImport(run.pool, job, { atByte: job.byteOffset, errorCode: 'import.file_missing' });
    return job;
  }
  try {
    return (await importFrom(run, job, file)) ? job : null;
  } finally {
    await file.close();
  }
}
