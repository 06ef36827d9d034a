import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import type { Request } from 'express';
import { importFieldsSchema, importSchema } from '../../../contracts/contact.schema.ts';
import { AppError } from '../../../domain/errors.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { parsePart } from '../../http/parse.ts';
import { startNow } from '../../temporal/ensure-workflow.ts';
import { MOST_UPLOAD_BYTES, receiveFile } from '../../uploads/receive-file.ts';
import { readMultipart, type ReceivedForm } from '../../uploads/read-multipart.ts';
import { toImport } from './import-row.ts';
import { recordImport } from './record-import.ts';

/**
 * Takes a CSV of contacts, streams it to disk and starts its import. The import is keyed by list and file digest: the
 * same file to the same list is the same import, whoever sends it again.
 */
export const importContacts = defineEndpoint({
  id: 'importContacts',
  method: 'post',
  path: '/api/v1/contacts/import',
  tag: 'contacts',
  summary: 'Import contacts from a CSV file',
  description:
    'As multipart/form-data with a part `file` and the fields as parts, or as text/csv with the fields in the query.',
  auth: 'user',
  rawBody: {
    description: 'The CSV with its fields. At most 2 GiB.',
    mediaTypes: ['multipart/form-data', 'text/csv'],
    schema: importFieldsSchema,
  },
  responses: {
    202: {
      description: 'It is stored; follow it at Location.',
      schema: importSchema,
      headers: { Location: 'Address of the import.' },
    },
  },
  errors: ['import.not_text', 'request.not_valid', 'request.too_large', 'service.unavailable'],
  handle: async (context) => {
    const { deps, req, inOrg, principal, afterCommit } = context;
    const folder = join(deps.settings.dataDir, 'imports', principal.orgId);
    refuseIfTooLarge(req);
    const form = await readUpload(req, folder);
    try {
      if (form.file.bytes === 0) throw emptyFile();
      const fields = parsePart(req, importFieldsSchema, form.fields, '');
      const row = await inOrg((tx) => recordImport(tx, context, deps.settings.dataDir, { ...form, fields }));
      const job = { orgId: principal.orgId, importId: row.id };
      if (!row.finished_at) afterCommit(() => startNow(() => deps.starter.startImport(job)));
      return {
        status: 202,
        headers: { Location: `/api/v1/contacts/imports/${row.id}` },
        body: toImport(row),
      };
    } finally {
      await rm(form.file.path, { force: true });
    }
  },
});

/** A client that says how much it will send is not made to send it first. */
function refuseIfTooLarge(req: Request): void {
  if (Number(req.get('content-length') ?? 0) > MOST_UPLOAD_BYTES)
    throw new AppError({ code: 'request.too_large' });
}

/** The upload in either of its two forms; throws `import.not_text` for any other media type. */
async function readUpload(req: Request, folder: string): Promise<ReceivedForm> {
  if (req.is('multipart/form-data')) return readMultipart(req, folder);
  if (!req.is('text/csv')) throw new AppError({ code: 'import.not_text' });
  const fields = Object.fromEntries(
    Object.entries(req.query).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
  return { fields, file: await receiveFile(bodyOf(req), folder), fileName: 'upload.csv' };
}

/** The body as a stream of its own: a refusal ends it, and the connection is left for the answer. */
function bodyOf(req: Request): PassThrough {
  const body = new PassThrough();
  req.on('close', () => req.complete || body.destroy(new Error('The upload broke off.')));
  return req.pipe(body);
}

function emptyFile(): AppError {
  return new AppError({
    code: 'request.not_valid',
    errors: [{ pointer: '/file', code: 'empty', message: 'The file is empty.' }],
  });
}
