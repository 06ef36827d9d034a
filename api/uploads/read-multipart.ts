import busboy from 'busboy';
import type { Request } from 'express';
import { AppError } from '../../domain/errors.ts';
import { type ReceivedFile, receiveFile } from './receive-file.ts';

/** A form with its one file, in whatever order they came. */
export interface ReceivedForm {
  readonly fields: Readonly<Record<string, string>>;
  readonly file: ReceivedFile;
  readonly fileName: string;
}

const LIMITS = { fields: 20, fieldSize: 4_096, files: 1, parts: 25, headerPairs: 50 };

function badForm(message: string): AppError {
  return new AppError({ code: 'request.not_valid', errors: [{ pointer: '/file', code: 'form', message }] });
}

/**
 * Reads multipart/form-data, streaming its one file part named `file` to `folder`. Throws `request.not_valid` when there
 * is no file, more than one, or the form breaks off; and what `receiveFile` throws.
 */
export async function readMultipart(req: Request, folder: string): Promise<ReceivedForm> {
  const fields: Record<string, string> = Object.create(null);
  let receiving: Promise<ReceivedFile> | undefined;
  let fileName = '';
  try {
    await new Promise<void>((resolve, reject) => {
      const form = busboy({ headers: req.headers, limits: LIMITS, defParamCharset: 'utf8' });
      form.on('field', (name, value) => (fields[name] = value));
      form.on('file', (name, stream, info) => {
        if (name !== 'file') {
          stream.resume();
          return;
        }
        fileName = info.filename ?? '';
        receiving = receiveFile(stream, folder);
        receiving.catch(reject);
      });
      form.on('filesLimit', () => reject(badForm('Send one file.')));
      form.on('error', (error) =>
        reject(error instanceof AppError ? error : badForm('The form breaks off or is malformed.')),
      );
      form.on('close', resolve);
      req.on('aborted', () => form.destroy(badForm('The upload broke off.')));
      req.pipe(form);
    });
    if (!receiving) throw badForm('There is no part named `file`.');
    return { fields, file: await receiving, fileName };
  } catch (thrown) {
    req.unpipe();
    // The rest is read and thrown away, so that the client gets the answer instead of a broken pipe.
    req.resume();
    throw thrown;
  }
}
