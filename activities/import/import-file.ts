import { isUtf8 } from 'node:buffer';
import { type FileHandle, open } from 'node:fs/promises';
import { type ContactHeader, delimiterOf, readHeader } from '../../domain/import/contact-columns.ts';
import { type Frame, type FramePosition, RecordFramer } from '../../domain/import/frame-records.ts';
import { IMPORT_LIMITS } from '../../domain/import/import-limits.ts';
import { parseFrames } from '../../domain/import/parse-frames.ts';

const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

/** Why a whole file is refused; `problems` are clauses about the header. */
export interface FileFault {
  code: 'import.empty_file' | 'import.not_text' | 'import.header_not_valid';
  problems: string[];
}

/** What the start of a file says: how to read the rest, which begins at `body`. */
export interface FileHead {
  delimiter: string;
  header: ContactHeader;
  body: FramePosition;
}

/** Opens a file for reading; null when it is not there. The caller closes it. */
export async function openImportFile(path: string): Promise<FileHandle | null> {
  try {
    return await open(path, 'r');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/** Reads a file's header, or says why the file cannot be imported. A UTF-8 byte order mark is skipped. */
export async function readHead(file: FileHandle): Promise<{ head: FileHead } | { fault: FileFault }> {
  const start = Buffer.alloc(IMPORT_LIMITS.recordBytes + BYTE_ORDER_MARK.length);
  const { bytesRead } = await file.read(start, 0, start.length, 0);
  if (bytesRead === 0) return { fault: { code: 'import.empty_file', problems: [] } };
  const from = start.subarray(0, BYTE_ORDER_MARK.length).equals(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK.length : 0;
  const text = start.subarray(from, bytesRead);
  const newline = text.indexOf('\n');
  const firstLine = text.subarray(0, newline === -1 ? text.length : newline);
  if (firstLine.includes(0) || !isUtf8(firstLine))
    return { fault: { code: 'import.not_text', problems: [] } };
  const delimiter = delimiterOf(firstLine.toString('utf8'));
  const isWhole = bytesRead < start.length;
  const [frame] = new RecordFramer(delimiter, { byte: from, line: 1 }).take(text, isWhole).frames;
  const [record] = frame ? parseFrames([frame], delimiter) : [];
  if (!frame || !record) return { fault: { code: 'import.empty_file', problems: [] } };
  const result =
    'cells' in record
      ? readHeader(record.cells)
      : { ok: false as const, problems: ['the first line cannot be read as a header'] };
  if (!result.ok) return { fault: { code: 'import.header_not_valid', problems: result.problems } };
  const body = { byte: frame.endByte, line: 1 + frame.lines };
  return { head: { delimiter, header: result.header, body } };
}

/** Some records in a row, not empty, and the position after them. */
export interface FrameBatch {
  frames: readonly Frame[];
  end: FramePosition;
}

/**
 * The records of a file from a position on, batch by batch, each of about `blockBytes`. A batch's frames are views of
 * a buffer that the next batch overwrites. `onBlock` is called after each block read, even while a huge line yields
 * no record. Memory is one block and one record, whatever the file's size.
 */
export async function* readBatches(
  file: FileHandle,
  delimiter: string,
  options: { from: FramePosition; blockBytes: number; onBlock: () => void },
): AsyncGenerator<FrameBatch> {
  const framer = new RecordFramer(delimiter, options.from);
  const buffer = Buffer.alloc(IMPORT_LIMITS.recordBytes + options.blockBytes);
  let kept = 0;
  for (let byte = options.from.byte, isLast = false; !isLast; ) {
    const { bytesRead } = await file.read(buffer, kept, options.blockBytes, byte);
    byte += bytesRead;
    isLast = bytesRead === 0;
    const data = buffer.subarray(0, kept + bytesRead);
    const { frames, used } = framer.take(data, isLast);
    const last = frames.at(-1);
    if (last) yield { frames, end: { byte: last.endByte, line: last.line + last.lines } };
    buffer.copyWithin(0, used, data.length);
    kept = data.length - used;
    options.onBlock();
  }
}
