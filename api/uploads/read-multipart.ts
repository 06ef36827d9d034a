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
 * is no file, more than one, or the form breaks off; and what `receiveFile` throws. Then nothing is left on disk.
 */
export async function readMultipart(req: Request, folder: string): Promise<ReceivedForm> {
  const form = openForm(req);
  const fields: Record<string, string> = Object.create(null);
  let fileName = '';
  let receiving: Promise<ReceivedFile> | undefined;
  try {
    await new Promise<void>((resolve, reject) => {
      form.on('field', (name, value) => (fields[name] = value));
      form.on('file', (name, stream, info) => {
        // A form that breaks off ends its file too; the form itself tells why.
        stream.on('error', () => {});
        if (name !== 'file') return void stream.resume();
        fileName = info.filename ?? '';
        receiving = receiveFile(stream, folder);
        receiving.catch(reject);
      });
      form.on('filesLimit', () => reject(badForm('Send one file.')));
      form.on('error', () => reject(badForm('The form breaks off or is malformed.')));
      form.on('close', resolve);
      req.on('close', () => req.complete || form.destroy(badForm('The upload broke off.')));
      req.pipe(form);
    });
    if (!receiving) throw badForm('There is no part named `file`.');
    return { fields, file: await receiving, fileName };
  } catch (thrown) {
    req.unpipe(form);
    form.destroy();
    await receiving?.catch(() => {});
    throw thrown;
  }
}

function openForm(req: Request): busboy.Busboy {
  try {
    return busboy({ headers: req.headers, limits: LIMITS, defParamCharset: 'utf8' });
  } catch {
    throw badForm('The form has no boundary.');
  }
}
