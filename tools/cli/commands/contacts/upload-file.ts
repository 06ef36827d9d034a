import { openAsBlob } from 'node:fs';
import { basename, resolve } from 'node:path';
import { CliFault } from '../../cli-fault.ts';
import type { RawRequest } from '../../client/api-client.ts';

/** A file on its way up, as multipart/form-data: read while it is sent, never held in memory. */
export interface Upload {
  readonly request: RawRequest;
  readonly bytesTotal: number;
}

/** Opens a CSV for its upload; `onBytes` is told how much has gone. Throws `CliFault` when it cannot be read. */
export async function openUpload(
  cwd: string,
  file: string,
  fields: Readonly<Record<string, string | undefined>>,
  onBytes: (bytesDone: number) => void,
): Promise<Upload> {
  const blob = await openBlob(cwd, file);
  const form = new FormData();
  // The API reads the fields before it comes to the file.
  for (const [name, value] of Object.entries(fields)) if (value !== undefined) form.append(name, value);
  form.append('file', blob, basename(file));
  const { body, headers } = new Response(form);
  if (body === null) throw new CliFault(`${file}: could not be read`);
  let bytesDone = 0;
  const counted = body.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        bytesDone += chunk.byteLength;
        onBytes(bytesDone);
        controller.enqueue(chunk);
      },
    }),
  );
  const contentType = headers.get('content-type') ?? 'multipart/form-data';
  return { request: { body: counted, contentType }, bytesTotal: blob.size };
}

async function openBlob(cwd: string, file: string): Promise<Blob> {
  try {
    return await openAsBlob(resolve(cwd, file), { type: 'text/csv' });
  } catch {
    throw new CliFault(`${file}: there is no such file, or it may not be read`);
  }
}
